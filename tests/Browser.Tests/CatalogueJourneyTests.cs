using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>An officer of a bureau without a register catalogues a file by the page alone.</summary>
public sealed class CatalogueJourneyTests(BrowserRun run)
{
    [Fact]
    public async Task Catalogues_a_file_and_is_told_what_is_missing()
    {
        await using var visitor = await run.VisitAsync();
        await visitor.SignInAsync("data-manager");
        await visitor.GoAsync("/console/catalog");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "编制信息资源" }).ClickAsync();
        await FillAsync("资源分类代码", "201001");
        await FillAsync("信息资源名称", "门牌底图");
        await FillAsync("信息资源摘要", "纸质门牌底图的扫描件。");
        await FillAsync("信息资源提供方", "城建档案馆");
        await FillAsync("信息项名称", "图号");
        await visitor.Button("保存草稿").ClickAsync();
        // The item has no name in data yet: nothing typed is lost.
        await Expect(visitor.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("信息项");
        if (Environment.GetEnvironmentVariable("LINGNAN_LOOK") is { Length: > 0 } folder)
            await visitor.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, "new.png"), FullPage = true });
        await FillAsync("数据项名", "sheet");
        await visitor.Button("增加信息项").ClickAsync();
        await Expect(visitor.Button("删除信息项")).ToHaveCountAsync(2);
        await visitor.Button("删除信息项").Last.ClickAsync();
        await Expect(visitor.Button("删除信息项")).ToHaveCountAsync(1);
        await visitor.Button("保存草稿").ClickAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("门牌底图");
        await Expect(visitor.Page.Locator("main")).ToContainTextAsync("草稿");
        Seen.None(visitor.TakeComplaints());

        Task FillAsync(string label, string text) =>
            visitor.Page.GetByLabel(label, new() { Exact = true }).First.FillAsync(text);
    }
}
