using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>An officer goes from a household to its members and on.</summary>
public sealed class RelationsJourneyTests(BrowserRun run)
{
    [Fact]
    public async Task Leads_from_a_household_to_its_members_for_a_purpose()
    {
        run.NeedBrowser();
        await using var officer = await run.VisitAsync();
        await officer.SignInAsync("data-manager");
        await officer.GoAsync("/console/registers/population/household");
        // A masked address leads nowhere, so the row's own page is the only link of its line.
        var line = officer.Page.Locator("tbody tr").First;
        await Expect(line.GetByRole(AriaRole.Link)).ToHaveCountAsync(1);
        await line.GetByRole(AriaRole.Link).ClickAsync();
        await officer.Page.GetByRole(AriaRole.Link, new() { Name = "关联关系" }).ClickAsync();
        var members = officer.Page.Locator("section").Filter(new() { HasText = "家庭成员" });
        await Expect(members).ToContainTextAsync("条未显示");
        await Expect(members.GetByRole(AriaRole.Link)).ToHaveCountAsync(0);

        await officer.Button("查看完整信息").ClickAsync();
        await officer.Page.GetByRole(AriaRole.Textbox, new() { Name = "用途" }).FillAsync("核对户内人员");
        await officer.Page.GetByRole(AriaRole.Textbox, new() { Name = "办件编号或任务编号" }).FillAsync("T-2026-3");
        await officer.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "查看", Exact = true })
            .ClickAsync();
        await Expect(members.GetByRole(AriaRole.Link).First).ToBeVisibleAsync();
        await members.GetByRole(AriaRole.Button).First.ClickAsync();
        await Expect(members.Locator("ul ul").First).ToContainTextAsync("住处");
        await Expect(members.Locator("ul ul").First).ToContainTextAsync("（上一级）");
        Seen.None(await Eyes.FaultsAsync(officer.Page));
        Seen.None(officer.TakeComplaints());
    }
}
