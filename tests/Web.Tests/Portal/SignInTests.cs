using System.Net;
using Lingnan.Identity.Contracts;

namespace Lingnan.Web.Tests.Portal;

/// <summary>Signing in, up and out by plain forms.</summary>
public sealed class SignInTests(PortalCity city) : IClassFixture<PortalCity>
{
    private static FormUrlEncodedContent SignIn(string name, string password, string? returnUrl = null) => new(
    [
        new("_handler", "sign-in"), new("Form.UserName", name), new("Form.Password", password),
        new("Form.ReturnUrl", returnUrl ?? ""),
    ]);

    [Fact]
    public async Task The_right_password_opens_a_session_and_goes_on()
    {
        var demo = city.Get<ISessions>().DemoAccounts.Single(a => a.Id == "citizen");
        using var browser = city.Nobody();
        using var answer = await browser.PostAsync("/sign-in", SignIn(demo.UserName, demo.Password));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/me", answer.Headers.Location!.AbsolutePath);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/catalog?q=a", "/catalog?q=a")]
    [InlineData("https://evil.example/", "/me")]
    [InlineData("//evil.example", "/me")]
    public async Task Only_addresses_of_this_site_are_returned_to(string returnUrl, string lands)
    {
        var demo = city.Get<ISessions>().DemoAccounts.Single(a => a.Id == "citizen");
        using var browser = city.Nobody();
        using var answer = await browser.PostAsync("/sign-in", SignIn(demo.UserName, demo.Password, returnUrl));
        Assert.Equal(lands, answer.Headers.Location!.PathAndQuery);
        Assert.Equal(browser.BaseAddress!.Authority, answer.Headers.Location!.Authority);
    }

    [Fact]
    public async Task A_wrong_password_says_so_keeps_the_name_and_opens_nothing()
    {
        using var browser = city.Nobody();
        using var answer = await browser.PostAsync("/sign-in", SignIn("town-officer", "wrong", "/console"));
        var page = HtmlRules.Parse(await answer.Content.ReadAsStringAsync());
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Contains("账号或密码不正确", page.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("town-officer", page.QuerySelector("#user-name")!.GetAttribute("value"));
        Assert.Null(page.QuerySelector("#password")!.GetAttribute("value"));
        Assert.Equal("/console", page.QuerySelector("input[name='Form.ReturnUrl']")!.GetAttribute("value"));
        Assert.Empty(HtmlRules.PageFaults(page));
    }

    [Fact]
    public async Task Signing_up_tells_every_field_at_once()
    {
        using var browser = city.Nobody();
        using var answer = await browser.PostAsync("/sign-up", new FormUrlEncodedContent(
            [new("_handler", "sign-up"), new("Form.ResidentId", "99000119900307011"), new("Form.Mobile", "12")]));
        var page = HtmlRules.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["number", "name", "mobile", "password"],
            page.QuerySelectorAll("[aria-invalid=true]").Select(e => e.Id!));
        Assert.Equal(4, page.QuerySelectorAll("#faults li a").Length);
        Assert.Empty(HtmlRules.PageFaults(page));
    }

    [Fact]
    public async Task Signing_up_never_tells_which_part_did_not_match()
    {
        using var browser = city.Nobody();
        using var answer = await browser.PostAsync("/sign-up", new FormUrlEncodedContent(
        [
            new("_handler", "sign-up"), new("Form.ResidentId", city.PersonNumber), new("Form.Name", "王伟"),
            new("Form.Mobile", "13900000002"), new("Form.Password", "kapok-over-the-quay-7"),
        ]));
        var page = HtmlRules.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Empty(page.QuerySelectorAll("[aria-invalid=true]"));
        Assert.Contains("核对一致", page.QuerySelector("#faults")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_used_up_link_is_told_and_two_unequal_passwords_too()
    {
        using var browser = city.Nobody();
        async Task<string> SetAsync(string password, string again)
        {
            using var answer = await browser.PostAsync("/set-password", new FormUrlEncodedContent(
                [new("_handler", "set-password"), new("Form.Token", "no-such"), new("Form.Password", password),
                    new("Form.Again", again)]));
            return HtmlRules.Parse(await answer.Content.ReadAsStringAsync()).QuerySelector("#faults")!.TextContent;
        }

        Assert.Contains("不一致", await SetAsync("kapok-over-the-quay-7", "other"), StringComparison.Ordinal);
        Assert.Contains(
            "无效", await SetAsync("kapok-over-the-quay-7", "kapok-over-the-quay-7"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_takes_the_cookie()
    {
        using var browser = await city.AsAsync("citizen");
        using (var before = await browser.GetAsync("/me")) Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        using var answer = await browser.PostAsync("/sign-out", null);
        Assert.Equal("/", answer.Headers.Location!.ToString());
        Assert.Contains(
            "expires=Thu, 01 Jan 1970", answer.Headers.GetValues("Set-Cookie").Single(), StringComparison.Ordinal);
        using var after = await browser.GetAsync("/me");
        Assert.Equal("/sign-in?returnUrl=%2Fme", after.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/demo/sign-in")]
    [InlineData("/sign-out")]
    [InlineData("/demo/reset")]
    public async Task A_form_of_another_site_is_refused(string path)
    {
        using var browser = city.Nobody();
        browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var answer = await browser.PostAsync(
            path, new FormUrlEncodedContent([new("_handler", "sign-in"), new("role", "administrator")]));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
