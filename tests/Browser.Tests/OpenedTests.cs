using Microsoft.Playwright;

namespace Lingnan.Browser.Tests;

/// <summary>Menus, lists and dialogs, once open, are as open to every reader as the page under them.</summary>
public sealed class OpenedTests(BrowserRun run)
{
    /// <summary>Who opens what, where: the name of the button in either language.</summary>
    public static TheoryData<string, string, string, string> Openings => new()
    {
        { "data-manager", "/console", "菜单|Menu", "nav" },
        { "data-manager", "/console", "数据管理员|Data steward", ".mud-popover-open" },
        { "data-manager", "/console/registers/{Pack}/{Table}", "查看完整信息|Show whole values", "[role=dialog]" },
        { "data-manager", "/console/registers/{Pack}/{Table}", "导出|Export", ".mud-popover-open" },
        { "administrator", "/console/organization", "增设下级机构|Add a unit", "[role=dialog]" },
        { "administrator", "/console/organization", "更名|Rename", "[role=dialog]" },
        { "administrator", "/console/organization", "撤销机构|Remove unit", "[role=dialog]" },
        { "administrator", "/console/accounts/{Id}", "移除账号|Remove account", "[role=dialog]" },
        {
            "data-manager", "/console/registers/{Pack}/{Table}/{Id}/relations", "查看完整信息|Show whole values",
            "[role=dialog]"
        },
        { "data-manager", "/console/registers/{Pack}/{Table}/{Id}", "注销记录|Close record", "[role=dialog]" },
    };

    [Theory]
    [MemberData(nameof(Openings))]
    public async Task Is_open_to_every_reader_once_opened(string caller, string address, string button, string opened)
    {
        run.NeedBrowser();
        var path = await FirstWithAsync(await run.AsAsync(caller, Look.Usual), address, button);
        foreach (var look in new[] { Look.Usual, new Look(English: true) })
        {
            var visitor = await run.AsAsync(caller, look);
            foreach (var width in new[] { Look.Desk, Look.Phone })
            {
                await visitor.Page.SetViewportSizeAsync(width, 900);
                await visitor.GoAsync(path);
                await visitor.Button(button).First.ClickAsync();
                await Assertions.Expect(visitor.Page.Locator(opened).First).ToBeVisibleAsync();
                await visitor.IsReadyAsync();
                Seen.None((await Eyes.NowAsync(visitor.Page)).Select(f => $"{look} {width}px {path} {button}: {f}"));
            }

            Seen.None(visitor.TakeComplaints());
        }
    }

    // Not every page of a kind has the button: a register without personal data has no whole values to show.
    private async Task<string> FirstWithAsync(Visitor visitor, string address, string button)
    {
        foreach (var stop in (await run.MapAsync()).Of(address))
        {
            await visitor.GoAsync(stop.Path);
            if (await visitor.Button(button).CountAsync() > 0) return stop.Path;
        }

        throw new InvalidOperationException($"No page under {address} has a button {button}.");
    }

    [Theory]
    [InlineData("data-manager", "/console/import")]
    [InlineData("administrator", "/console/accounts/new")]
    public async Task Offers_its_choices_to_every_reader(string caller, string path)
    {
        run.NeedBrowser();
        var visitor = await run.AsAsync(caller, Look.Usual);
        await visitor.GoAsync(path);
        await visitor.Page.Locator(".mud-select").First.ClickAsync();
        await Assertions.Expect(visitor.Page.GetByRole(AriaRole.Option).First).ToBeVisibleAsync();
        await visitor.IsReadyAsync();
        Seen.None(await Eyes.NowAsync(visitor.Page));
    }
}
