using System.Globalization;
using System.Text;
using Lingnan.Testing;
using static Microsoft.Playwright.Assertions;

namespace Lingnan.Browser.Tests;

/// <summary>A data manager brings in a file by the page alone.</summary>
public sealed class ImportJourneyTests(BrowserRun run)
{
    private const string Dirty = "区划代码,名称\n990100989,新设镇\n99010,太短\n,没有代码\n";

    [Fact]
    public async Task Mends_what_was_refused_until_nothing_is()
    {
        await using var visitor = await run.VisitAsync();
        await visitor.SignInAsync("data-manager");
        var wizard = new ImportWizard(visitor);
        await wizard.SendAsync("places:division", "dirty.csv", Encoding.UTF8.GetBytes(Dirty));
        await wizard.TryAsync();
        Assert.Equal("2", await wizard.CountAsync("将拒收"));
        await wizard.RunAsync();
        Assert.Equal("1", await wizard.CountAsync("新增"));
        Assert.Equal("2", await wizard.CountAsync("拒收"));
        var refused = await wizard.RefusedAsync();
        Assert.Equal(["3", "4"], refused.Select(r => r[0]));
        Assert.Equal("区划代码", refused[0][1]);
        Assert.Equal("99010", refused[0][2]);
        Assert.All(refused, r => Assert.All(r.Skip(3), text => Assert.NotEmpty(text)));

        var mended = (await wizard.DownloadRefusedAsync())
            .Replace("99010,", "990100988,").Replace("\n,没有代码", "\n990100987,没有代码");
        await wizard.SendAsync("places:division", "mended.csv", Encoding.UTF8.GetBytes(mended));
        await wizard.RunAsync();
        Assert.Equal("2", await wizard.CountAsync("新增"));
        Assert.Equal("0", await wizard.CountAsync("拒收"));
        await visitor.GoAsync("/console/registers/places/division?filter=code:eq:990100987");
        await Expect(visitor.Page.Locator("tbody tr")).ToHaveCountAsync(1);
        await Expect(visitor.Page.Locator("tbody tr")).ToContainTextAsync("没有代码");
        Seen.None(visitor.TakeComplaints());
    }

    [Fact]
    public async Task Brings_in_the_divisions_of_five_cities()
    {
        run.NeedBrowser();
        var file = Path.Combine(RunningCity.Home, "..", "shared", "data", "divisions-five-cities.csv");
        Assert.SkipUnless(File.Exists(file), "the file of five cities is not beside the project");
        await using var visitor = await run.VisitAsync();
        await visitor.SignInAsync("data-manager");
        var wizard = new ImportWizard(visitor);
        await wizard.SendAsync("places:division", "divisions.csv", await File.ReadAllBytesAsync(file));
        await wizard.RunAsync();
        var rows = (File.ReadLines(file).Count() - 1).ToString("N0", CultureInfo.InvariantCulture);
        Assert.Equal(rows, await wizard.CountAsync("读取行数"));
        Assert.Equal("0", await wizard.CountAsync("拒收"));
    }
}
