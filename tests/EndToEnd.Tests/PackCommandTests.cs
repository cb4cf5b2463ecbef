using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary><c>new pack</c> and <c>check</c>, on a copy of the project's packs.</summary>
public sealed class PackCommandTests : IDisposable
{
    private readonly TempFolder _home = new();

    public PackCommandTests() =>
        Copy(new DirectoryInfo(Path.Combine(RunningCity.Home, "packs")), Path.Combine(_home.Path, "packs"));

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_new_pack_is_green_at_birth_and_touches_nothing_else()
    {
        var before = Files();
        var (code, output) = await RunAsync("new", "pack", "street-trees", "--zh", "行道树", "--en", "Street trees");
        Assert.True(code == 0, output);
        var (checkedCode, said) = await RunAsync("check", "street-trees");
        Assert.True(checkedCode == 0, said);
        var after = Files();
        var own = Path.Combine("packs", "street-trees") + Path.DirectorySeparatorChar;
        Assert.Equal(before, after.Where(f => !f.Key.StartsWith(own, StringComparison.Ordinal)).ToDictionary());
        Assert.Contains("行道树", after[own + "pack.yaml"]);
    }

    [Theory]
    [InlineData("Street Trees")]
    [InlineData("../outside")]
    [InlineData("population")]
    [InlineData("_template")]
    public async Task A_name_that_is_no_name_or_is_taken_makes_nothing(string name)
    {
        var before = Files();
        var (code, output) = await RunAsync("new", "pack", name);
        Assert.Equal(1, code);
        Assert.Contains("(host.pack-not-made)", output);
        Assert.Equal(before, Files());
    }

    [Fact]
    public async Task Every_fault_of_a_pack_is_told_at_once_with_file_line_and_mending()
    {
        var pack = Path.Combine(_home.Path, "packs", "population");
        var person = Path.Combine(pack, "registries", "person.yaml");
        await File.WriteAllTextAsync(person, (await File.ReadAllTextAsync(person))
            .Replace("type: date", "type: dait", StringComparison.Ordinal)
            .Replace("privacy: sealed", "privacy: hidden", StringComparison.Ordinal));
        await File.AppendAllTextAsync(Path.Combine(pack, "pack.yaml"), "\nunheardOf: 1\n");
        var (code, output) = await RunAsync("check");
        Assert.Equal(1, code);
        Assert.Matches(@"population/registries/person\.yaml:\d+:\d+ .*'dait'.*Choose one of text,", output);
        Assert.Matches(@"population/registries/person\.yaml:\d+:\d+ .*'hidden'", output);
        Assert.Matches(@"population/pack\.yaml:\d+:\d+ .*unheardOf", output);

        var (only, others) = await RunAsync("check", "places");
        Assert.True(only == 0, others);
    }

    [Fact]
    public async Task A_city_does_not_start_on_faulty_packs()
    {
        await File.WriteAllTextAsync(Path.Combine(_home.Path, "packs", "places", "pack.yaml"), "id: [");
        var data = Path.Combine(_home.Path, "city");
        var (code, output) = await RunAsync("up", "--data", data, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains("places/pack.yaml:2:1 pack.yaml-syntax", output);
        Assert.False(Directory.Exists(data));
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        RunningCity.RunInAsync(_home.Path, arguments);

    private Dictionary<string, string> Files() => Directory
        .EnumerateFiles(_home.Path, "*", SearchOption.AllDirectories)
        .ToDictionary(f => Path.GetRelativePath(_home.Path, f), File.ReadAllText);

    private static void Copy(DirectoryInfo from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in from.EnumerateFiles()) file.CopyTo(Path.Combine(to, file.Name));
        foreach (var folder in from.EnumerateDirectories()) Copy(folder, Path.Combine(to, folder.Name));
    }
}
