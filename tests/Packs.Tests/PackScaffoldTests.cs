using Lingnan.PackKit;
using Lingnan.Testing;

namespace Lingnan.Packs.Tests;

public sealed class PackScaffoldTests
{
    [Theory]
    [InlineData("water-supply", "供水", "Water supply")]
    [InlineData("a", "单字 '引号'", "It's one letter")]
    public void A_new_pack_is_green_at_birth(string id, string zh, string en)
    {
        using var temp = new TempFolder();
        CopyTemplate(temp.Path);
        PackScaffold.New(temp.Path, id, zh, en);
        var load = Project.Load(temp.Path);
        Assert.Empty(load.Faults);
        var pack = load.Packs!.Find(id)!;
        Assert.Equal((zh, en), (pack.Title.Zh, pack.Title.En));
        Assert.NotNull(pack.Scenario);
        Assert.All(pack.Scenario.Steps, s => Assert.Null(s.Waiting));
    }

    [Fact]
    public void Touches_nothing_else()
    {
        using var temp = new TempFolder();
        CopyTemplate(temp.Path);
        var before = Snapshot(temp.Path);
        PackScaffold.New(temp.Path, "new-one", "新的", "New");
        var after = Snapshot(temp.Path);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.All(after.Keys.Except(before.Keys), file => Assert.StartsWith(Path.Combine(temp.Path, "new-one"), file));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Water")]
    [InlineData("../up")]
    [InlineData("two--hyphens")]
    [InlineData("9lives")]
    public void Refuses_what_is_no_id(string id)
    {
        using var temp = new TempFolder();
        CopyTemplate(temp.Path);
        Assert.Throws<ArgumentException>(() => PackScaffold.New(temp.Path, id, "供水", "Water"));
    }

    [Fact]
    public void Refuses_a_folder_that_exists()
    {
        using var temp = new TempFolder();
        CopyTemplate(temp.Path);
        PackScaffold.New(temp.Path, "once", "一次", "Once");
        Assert.Throws<IOException>(() => PackScaffold.New(temp.Path, "once", "一次", "Once"));
    }

    private static void CopyTemplate(string target)
    {
        var source = Path.Combine(Project.PacksFolder, "_template");
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, "_template", Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static Dictionary<string, string> Snapshot(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.ReadAllText);
}
