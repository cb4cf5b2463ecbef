using System.IO.Compression;
using System.Net.Http.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>The export command, of a running city.</summary>
public sealed class ExportCommandTests(Hamlet hamlet) : IClassFixture<Hamlet>
{
    [Fact]
    public async Task Persons_come_out_masked_and_all_of_them()
    {
        using var folder = new TempFolder();
        foreach (var format in (string[])["csv", "jsonl", "xlsx"])
        {
            var file = Path.Combine(folder.Path, "persons." + format);
            var (code, output) = await ExportAsync("population:person", "--format", format, "--to", file);
            Assert.True(code == 0, output);
            var text = format == "xlsx" ? Sheet(file) : await File.ReadAllTextAsync(file);
            var rows = format switch
            {
                "csv" => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length - 1,
                "jsonl" => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length,
                _ => text.Split("<row").Length - 2,
            };
            Assert.Equal(1000, rows);
            Assert.DoesNotMatch("[0-9]{17}[0-9X]", text);
        }
    }

    [Fact]
    public async Task What_a_spreadsheet_would_run_comes_out_as_text_and_goes_back_in_as_it_was()
    {
        const string formula = "=HYPERLINK(\"http://x\",\"甲\")";
        using var manager = await hamlet.City.AsAsync("data-manager");
        (await manager.PostAsJsonAsync(
            "/api/registries/places/division", new { values = new { code = "990100555", name = formula } }))
            .EnsureSuccessStatusCode();
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "divisions.csv");
        await ExportAsync("places:division", "--filter", "code:eq:990100555", "--to", file);
        Assert.Contains("\"'=HYPERLINK", await File.ReadAllTextAsync(file));
        var (code, output) = await RunningCity.RunAsync(
            "import", "places:division", file, "--data", hamlet.City.DataFolder);
        Assert.True(code == 0, output);
        Assert.Contains("1 unchanged", output);
    }

    [Fact]
    public async Task A_register_or_format_that_is_none_leaves_no_file()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "x.csv");
        foreach (var asked in (string[][])[["nope:x"], ["population:person", "--format", "pdf"], ["population"]])
        {
            var (code, output) = await ExportAsync([.. asked, "--to", file]);
            Assert.True(code == 1, output);
            Assert.Matches(@"\((registries|host)\.[a-z.-]+\)", output);
        }
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    private Task<(int ExitCode, string Output)> ExportAsync(params string[] asked) =>
        RunningCity.RunAsync(["export", .. asked, "--data", hamlet.City.DataFolder]);

    private static string Sheet(string file)
    {
        using var zip = ZipFile.OpenRead(file);
        using var reader = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        return reader.ReadToEnd();
    }
}
