using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>The console's import, as a data manager walks through it.</summary>
internal sealed partial class ImportWizard(Visitor visitor)
{
    // A whole city's divisions take a while on a small machine.
    private const int Patience = 60_000;

    private IPage Page => visitor.Page;

    /// <summary>Sends a file and shows what was understood of it.</summary>
    public async Task SendAsync(string register, string name, byte[] file)
    {
        await visitor.GoAsync($"/console/import?register={Uri.EscapeDataString(register)}");
        var payload = new FilePayload { Name = name, MimeType = "text/csv", Buffer = file };
        await Page.Locator("#import-file").SetInputFilesAsync(payload);
        await visitor.Button("上传并核对").ClickAsync();
        await Page.WaitForURLAsync(FileAddress());
        await visitor.IsReadyAsync();
    }

    /// <summary>Tries the file that was sent without writing anything.</summary>
    public async Task TryAsync()
    {
        await visitor.Button("试运行").ClickAsync();
        await EndAsync();
        await Expect(Page.Locator("main")).ToContainTextAsync("试运行没有写入任何数据");
    }

    /// <summary>Imports the file that was sent or tried.</summary>
    public async Task RunAsync()
    {
        var before = Page.Url;
        await visitor.Button("正式导入").ClickAsync();
        await Page.WaitForURLAsync(url => url != before);
        await EndAsync();
    }

    /// <summary>A count of the report by its caption.</summary>
    public async Task<string> CountAsync(string caption) =>
        await Page.Locator(".cards .card").Filter(new() { Has = Page.GetByText(caption, new() { Exact = true }) })
            .Locator(".figure").InnerTextAsync();

    /// <summary>The refused values: line, column, value, what is wrong, how to mend it.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<string>>> RefusedAsync()
    {
        var rows = await Page.GetByRole(AriaRole.Region, new() { Name = "被拒收的行" }).Locator("tbody tr").AllAsync();
        return [.. await Task.WhenAll(rows.Select(row => row.Locator("td").AllInnerTextsAsync()))];
    }

    /// <summary>The file of refused rows.</summary>
    public async Task<string> DownloadRefusedAsync()
    {
        var link = Page.Locator("a[href$='/refused.csv']");
        var download = await Page.RunAndWaitForDownloadAsync(() => link.ClickAsync());
        return await File.ReadAllTextAsync(await download.PathAsync());
    }

    private async Task EndAsync()
    {
        await Page.WaitForURLAsync(ReportAddress());
        await Expect(Page.Locator(".lead .tag").First).ToHaveTextAsync(Ended(), new() { Timeout = Patience });
        await visitor.IsReadyAsync();
    }

    [GeneratedRegex("/console/import\\?.*file=")]
    private static partial Regex FileAddress();

    [GeneratedRegex("/console/imports/")]
    private static partial Regex ReportAddress();

    [GeneratedRegex("已完成")]
    private static partial Regex Ended();
}
