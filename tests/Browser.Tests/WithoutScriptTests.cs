using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>The portal in a browser that runs no script.</summary>
public sealed class WithoutScriptTests(BrowserRun run)
{
    private static readonly Look NoScript = new(Script: false);

    [Fact]
    public async Task Speaks_the_other_language_and_in_large_letters()
    {
        await using var visitor = await run.VisitAsync(NoScript);
        var page = visitor.Page;
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "en");
        await page.Locator("a[href^='/settings?care=1']").ClickAsync();
        await Expect(page.Locator("html")).ToHaveAttributeAsync("data-care", "1");
    }

    [Fact]
    public async Task Finds_a_register()
    {
        await using var visitor = await run.VisitAsync(NoScript);
        var page = visitor.Page;
        await page.GotoAsync("/catalog");
        await page.Locator("#q").FillAsync("区划");
        await page.Locator("form.filter button").ClickAsync();
        await page.Locator("main a[href='/catalog/places/division']").First.ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("区划");
    }

    [Fact]
    public async Task Shows_a_citizen_their_record_and_who_read_it()
    {
        await using var visitor = await run.VisitAsync(NoScript);
        var page = visitor.Page;
        await page.GotoAsync("/sign-in");
        await page.Locator("#user-name").FillAsync("citizen");
        await page.Locator("#password").FillAsync(run.City.DemoPassword("citizen"));
        await page.Locator("main button[type=submit]").ClickAsync();
        await Expect(page).ToHaveURLAsync(run.City.Url + "/me");
        await Expect(page.Locator("main .facts").First).ToContainTextAsync("姓名");
        await page.GetByRole(AriaRole.Link, new() { Name = "谁查看过我的信息" }).ClickAsync();
        await Expect(page.Locator("h1")).ToContainTextAsync("谁查看过我的信息");
        await page.GetByRole(AriaRole.Button, new() { Name = "退出" }).ClickAsync();
        await Expect(page.Locator(".site-tools a[href='/sign-in']")).ToBeVisibleAsync();
    }
}
