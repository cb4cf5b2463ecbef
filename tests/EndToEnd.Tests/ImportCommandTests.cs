using System.Text;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>The import command: to a running city, and to a folder where none runs;
/// a mended file comes through.</summary>
public sealed class ImportCommandTests(Hamlet hamlet) : IClassFixture<Hamlet>
{
    private const string Dirty = "code,name\n990100999,新设镇\n99010,太短\n,没有代码\n";

    [Fact]
    public async Task Tells_line_by_line_what_was_refused_and_takes_the_mended_file()
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-import-").FullName;
        try
        {
            var file = Path.Combine(folder, "divisions.csv");
            var refused = Path.Combine(folder, "refused.csv");
            await File.WriteAllTextAsync(file, Dirty);
            var (code, output) = await RunningCity.RunAsync(
                "import", "places:division", file, "--data", hamlet.City.DataFolder, "--refused", refused);
            Assert.Equal(1, code);
            Assert.Contains("1 created", output);
            Assert.Contains("2 refused", output);
            Assert.Contains("line 3", output);

            var mended = (await File.ReadAllTextAsync(refused)).Replace("99010,", "990100998,")
                .Replace("\n,没有代码", "\n990100997,没有代码");
            await File.WriteAllTextAsync(refused, mended, new UTF8Encoding(true));
            var (again, said) = await RunningCity.RunAsync(
                "import", "places:division", refused, "--data", hamlet.City.DataFolder);
            Assert.True(again == 0, said);
            Assert.Contains("2 created", said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Brings_in_the_divisions_of_five_cities()
    {
        var file = Path.Combine(RunningCity.Home, "..", "shared", "data", "divisions-five-cities.csv");
        Assert.SkipUnless(File.Exists(file), "the file of five cities is not beside the project");
        var folder = Directory.CreateTempSubdirectory("lingnan-divisions-").FullName;
        try
        {
            var (code, output) = await RunningCity.RunAsync(
                "import", "places:division", file, "--preset", "none", "--data", folder);
            Assert.True(code == 0, output);
            var rows = File.ReadLines(file).Count() - 1;
            Assert.Contains($"{rows} rows", output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
