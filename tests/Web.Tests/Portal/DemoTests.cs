using System.Net;
using Lingnan.Identity.Contracts;

namespace Lingnan.Web.Tests.Portal;

/// <summary>The first five minutes of a visitor.</summary>
public sealed class DemoTests(PortalCity city) : IClassFixture<PortalCity>
{
    [Fact]
    public async Task Home_offers_every_role_by_one_click_and_says_what_to_do_next()
    {
        using var browser = city.Nobody();
        var home = HtmlRules.Parse(await browser.GetStringAsync("/"));
        var forms = home.QuerySelectorAll("#demo form");
        Assert.Equal(
            city.Get<ISessions>().DemoAccounts.Select(a => a.Id),
            forms.Select(f => f.QuerySelector("input")!.GetAttribute("value")));
        foreach (var form in forms)
        {
            var role = form.QuerySelector("input")!.GetAttribute("value")!;
            using var entered = await browser.PostAsync(
                form.GetAttribute("action"), new FormUrlEncodedContent([new("role", role)]));
            Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
            Assert.Contains(
                ISessions.CookieName, entered.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_journey_begins_with_a_file_that_has_good_and_wrong_lines()
    {
        using var browser = city.Nobody();
        var home = HtmlRules.Parse(await browser.GetStringAsync("/"));
        var sample = home.QuerySelector("a[download]")!.GetAttribute("href")!;
        var lines = (await browser.GetStringAsync(sample)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.True(lines.Length > 3);
        Assert.Equal(lines[0].Split(',').Length, lines[0].Split(',').Distinct().Count());
        using var begun = await browser.PostAsync("/demo/sign-in", new FormUrlEncodedContent(
            [new("role", "data-manager"), new("returnUrl", "/console/import")]));
        Assert.Equal("/console/import", begun.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Only_the_administrator_resets()
    {
        var before = city.Resets;
        using var nobody = city.Nobody();
        using (var refused = await nobody.PostAsync("/demo/reset", null))
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        using var citizen = await city.AsAsync("citizen");
        using (var refused = await citizen.PostAsync("/demo/reset", null))
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Equal(before, city.Resets);

        using var administrator = await city.AsAsync("administrator");
        Assert.Contains("/demo/reset", await administrator.GetStringAsync("/"), StringComparison.Ordinal);
        using var done = await administrator.PostAsync("/demo/reset", null);
        var waiting = HtmlRules.Parse(await done.Content.ReadAsStringAsync());
        Assert.Equal("12;url=/", waiting.QuerySelector("meta[http-equiv=refresh]")!.GetAttribute("content"));
        Assert.Empty(HtmlRules.Faults(waiting));
        Assert.Equal(before + 1, city.Resets);
    }

    [Fact]
    public async Task An_administrator_sees_which_site_settings_are_missing_and_others_do_not()
    {
        using var administrator = await city.AsAsync("administrator");
        var whole = await administrator.GetStringAsync("/health");
        Assert.Contains("政府网站标识码", whole, StringComparison.Ordinal);
        Assert.Contains("<table", whole, StringComparison.Ordinal);
        using var nobody = city.Nobody();
        var plain = await nobody.GetStringAsync("/health");
        Assert.DoesNotContain("政府网站标识码", plain, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", plain, StringComparison.Ordinal);
        Assert.Matches("一切正常|有事项需要关注|部分功能不正常", plain);
    }
}
