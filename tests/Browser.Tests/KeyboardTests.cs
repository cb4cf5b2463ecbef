using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>The city without a mouse, and on paper.</summary>
public sealed class KeyboardTests(BrowserRun run)
{
    private const string InDialog = "() => !!document.activeElement.closest('[role=dialog], .mud-dialog-container')";

    [Theory]
    [InlineData("", "/", "Tab", 1)]
    // The console puts the keyboard on the heading of a page just opened.
    [InlineData("data-manager", "/console", "Shift+Tab", 20)]
    public async Task Skips_to_the_content(string caller, string path, string key, int steps)
    {
        run.NeedBrowser();
        var visitor = await run.AsAsync(caller, Look.Usual);
        await visitor.GoAsync(path);
        await PressToAsync(visitor.Page, key, visitor.Page.Locator("a[href$='#main']"), steps);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page.Locator("#main")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Reaches_the_main_action_of_the_front_page()
    {
        await using var visitor = await run.VisitAsync();
        await visitor.GoAsync("/");
        var main = visitor.Page.Locator(".hero .button-primary");
        await PressToAsync(visitor.Page, "Tab", main, 20);
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(visitor.Page).ToHaveURLAsync(run.City.Url + "/sign-in");
    }

    [Fact]
    public async Task Keeps_the_keyboard_in_a_dialog_until_escape()
    {
        run.NeedBrowser();
        var visitor = await run.AsAsync("data-manager", Look.Usual);
        await visitor.GoAsync("/console/registers/population/person");
        await visitor.Button("查看完整信息").FocusAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.Locator("input").First).ToBeFocusedAsync();
        for (var i = 0; i < 8; i++)
        {
            await visitor.Page.Keyboard.PressAsync("Tab");
            await visitor.Page.WaitForFunctionAsync(InDialog);
        }

        await visitor.Page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(visitor.Button("查看完整信息")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Prints_the_record_without_the_frame_of_the_site()
    {
        run.NeedBrowser();
        await using var visitor = await run.VisitAsync();
        await visitor.SignInAsync("citizen");
        await visitor.GoAsync("/me");
        await Expect(visitor.Page.Locator(".site-nav")).ToBeVisibleAsync();
        await visitor.Page.EmulateMediaAsync(new() { Media = Media.Print });
        foreach (var frame in new[] { ".site-nav", ".site-tools", ".search", ".tabs" })
            await Expect(visitor.Page.Locator(frame)).ToBeHiddenAsync();
        await Expect(visitor.Page.Locator("main .facts").First).ToBeVisibleAsync();
    }

    private static async Task PressToAsync(IPage page, string key, ILocator target, int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            await page.Keyboard.PressAsync(key);
            if (await target.EvaluateAsync<bool>("e => e === document.activeElement")) return;
        }

        Assert.Fail($"Not reached in {steps} steps of {key}.");
    }
}
