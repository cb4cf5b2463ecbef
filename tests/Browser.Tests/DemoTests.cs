using System.Text.RegularExpressions;
using Lingnan.Testing;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>The demonstration by one click, and a production start that has none.</summary>
public sealed partial class DemoTests(BrowserRun run)
{
    [Theory]
    [InlineData("citizen", "/me")]
    [InlineData("town-officer", "/console")]
    [InlineData("window-officer", "/console")]
    [InlineData("data-manager", "/console")]
    [InlineData("auditor", "/console")]
    [InlineData("administrator", "/console")]
    public async Task Signs_in_by_one_click_as(string role, string home)
    {
        await using var visitor = await run.VisitAsync();
        await visitor.SignInAsync(role);
        Assert.StartsWith(home, new Uri(visitor.Page.Url).AbsolutePath, StringComparison.Ordinal);
        Seen.None(await Eyes.FaultsAsync(visitor.Page));
        Seen.None(visitor.TakeComplaints());
    }

    [Fact]
    public async Task Begins_anew_by_one_click()
    {
        run.NeedBrowser();
        await using var city = await RunningCity.StartAsync();
        await using var visitor = await run.VisitAsync(city);
        await visitor.SignInAsync("administrator");
        await visitor.GoAsync("/");
        await visitor.Button("立即重置").ClickAsync();
        await Expect(visitor.Page.Locator("h1")).ToContainTextAsync("演示城市正在重置");
        // The page goes home by itself; there nobody is signed in any more.
        await Expect(visitor.DemoButton("citizen")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Eventually.TrueAsync(() => StandsAsync(city));
        await visitor.SignInAsync("citizen");
        await Expect(visitor.Page.Locator("main .facts").First).ToContainTextAsync("姓名");
    }

    [Fact]
    public async Task Gives_production_its_administrator_by_a_link_that_works_once()
    {
        run.NeedBrowser();
        await using var city = await RunningCity.StartAsync(preset: "none");
        await using var visitor = await run.VisitAsync(city);
        var link = OneTimeLink().Match(city.Output).Value;
        await SetPasswordAsync(visitor, link);
        await Expect(visitor.Page.Locator("h1")).ToContainTextAsync("密码已设置");
        await SetPasswordAsync(visitor, link);
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("该链接无效、已使用或已过期");
    }

    private static async Task SetPasswordAsync(Visitor visitor, string link)
    {
        await visitor.GoAsync(link);
        await visitor.Page.Locator("#password").FillAsync("lychee-boat-morning-tea");
        await visitor.Page.Locator("#again").FillAsync("lychee-boat-morning-tea");
        await visitor.Button("保存密码").ClickAsync();
        await visitor.Page.WaitForLoadStateAsync();
    }

    private static async Task<bool> StandsAsync(RunningCity city)
    {
        using var nobody = city.Nobody();
        return (await nobody.GetAsync("/readyz")).IsSuccessStatusCode;
    }

    [GeneratedRegex(@"/set-password\?token=\S+")]
    private static partial Regex OneTimeLink();
}
