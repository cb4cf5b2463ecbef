using System.Net;

namespace Lingnan.Web.Tests.Portal;

/// <summary>Nothing of the demonstration is left in production.</summary>
public sealed class ProductionTests(ProductionCity city) : IClassFixture<ProductionCity>
{
    [Fact]
    public async Task Home_offers_no_demo()
    {
        using var browser = city.Nobody();
        var home = await browser.GetStringAsync("/");
        Assert.DoesNotContain("/demo/", home, StringComparison.Ordinal);
        Assert.Empty(HtmlRules.PageFaults(HtmlRules.Parse(home)));
    }

    [Fact]
    public async Task No_demo_role_gets_in_and_no_sample_is_given()
    {
        using var browser = city.Nobody();
        using var entered = await browser.PostAsync(
            "/demo/sign-in", new FormUrlEncodedContent([new("role", "administrator")]));
        Assert.False(entered.IsSuccessStatusCode);
        Assert.False(entered.Headers.Contains("Set-Cookie"));
        using var sample = await browser.GetAsync("/demo/sample/population/person.csv");
        Assert.Equal(HttpStatusCode.NotFound, sample.StatusCode);
    }

    [Fact]
    public async Task An_empty_catalogue_still_stands()
    {
        using var browser = city.Nobody();
        Assert.Empty(HtmlRules.PageFaults(HtmlRules.Parse(await browser.GetStringAsync("/catalog"))));
        Assert.Empty(
            HtmlRules.PageFaults(HtmlRules.Parse(await browser.GetStringAsync("/catalog/places/division/rows"))));
    }
}
