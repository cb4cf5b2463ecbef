using System.Text;
using CsCheck;

namespace Lingnan.Packs.Tests;

/// <summary>Files that are meant to hurt, or came to harm.</summary>
public sealed class HostilePackTests
{
    private const string Goods = "shop/registries/goods.yaml";

    [Fact]
    public void A_bomb_of_aliases_is_refused_before_it_grows()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (var i = 1; i < 40; i++) bomb.Append($"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n");
        AssertTold(bomb.ToString(), "pack.anchor", 1);
    }

    [Fact]
    public void Depth_is_bounded() =>
        AssertTold(string.Concat(Enumerable.Repeat("a: {", 1)) + new string('[', 100_000), "pack.too-deep", 1);

    [Fact]
    public void Size_is_bounded() => AssertTold("title: " + new string('x', 2_000_000), "pack.too-large", 0);

    [Fact]
    public void The_number_of_values_is_bounded() =>
        AssertTold("title: [" + string.Concat(Enumerable.Repeat("a,", 300_000)) + "]", "pack.too-large", 1);

    [Fact]
    public void Other_encodings_are_refused_with_their_line()
    {
        using var pack = new FaultyPack();
        pack.WriteBytes(Goods, [.. "a: b\nb: "u8, 0xB6, 0xAB, 0xDD, 0xB8]);
        Assert.Contains(pack.Load().Faults, f => f is { Code: "pack.not-utf8", File: Goods, Line: 2 });
    }

    [Fact]
    public void Binary_is_refused()
    {
        using var pack = new FaultyPack();
        pack.WriteBytes(Goods, [0x00, 0x01, 0x02, 0x7F, 0x00]);
        Assert.Contains(pack.Load().Faults, f => f.File == Goods && f.Code is "pack.yaml-syntax" or "pack.wrong-type");
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only words\n")]
    public void An_empty_file_is_told(string text) => AssertTold(text, "pack.empty-file", 0);

    [Theory]
    [InlineData("- a\n- b")]
    [InlineData("words")]
    public void A_file_that_is_no_map_is_told(string text) => AssertTold(text, "pack.wrong-type", 1);

    [Fact]
    public void A_byte_order_mark_is_no_fault()
    {
        using var pack = new FaultyPack();
        pack.WriteBytes(Goods, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(FaultyPack.Register)]);
        Assert.Empty(pack.Load().Faults);
    }

    [Fact]
    public void Links_are_not_followed()
    {
        using var pack = new FaultyPack();
        using var outside = new FaultyPack();
        File.CreateSymbolicLink(Path.Combine(pack.Folder, "shop/registries/linked.yaml"),
            Path.Combine(outside.Folder, Goods));
        Directory.CreateSymbolicLink(Path.Combine(pack.Folder, "shop/seed"), outside.Folder);
        Directory.CreateSymbolicLink(Path.Combine(pack.Folder, "other"), Path.Combine(outside.Folder, "shop"));
        Assert.Equal(
            ["other", "shop/registries/linked.yaml", "shop/seed"],
            pack.Load().Faults.Where(f => f.Code == "pack.link").Select(f => f.File));
    }

    [Theory]
    [InlineData("shop/registers/x.yaml", "pack.unknown-folder")]
    [InlineData("shop/packs.yaml", "pack.unknown-file")]
    [InlineData("shop/registries/x.yml", "pack.unknown-file")]
    [InlineData("shop/seed/x.exe", "pack.unknown-file")]
    [InlineData("shop/strings/fr.yaml", "pack.unknown-file")]
    public void What_has_no_place_is_told(string path, string code)
    {
        using var pack = new FaultyPack();
        pack.Write(path, "a: b");
        Assert.Contains(pack.Load().Faults, f => f.Code == code && path.StartsWith(f.File, StringComparison.Ordinal));
    }

    [Fact]
    public void A_pack_without_manifest_or_readme_is_told()
    {
        using var pack = new FaultyPack();
        File.Delete(Path.Combine(pack.Folder, "street/pack.yaml"));
        File.Delete(Path.Combine(pack.Folder, "shop/README.md"));
        Assert.Equal(
            ["shop/README.md", "street/pack.yaml"],
            pack.Load().Faults.Where(f => f.Code == "pack.missing-file").Select(f => f.File));
    }

    [Fact]
    public void One_pack_in_two_folders_is_told()
    {
        using var pack = new FaultyPack();
        using var twin = new FaultyPack();
        Assert.Contains(Project.Load(pack.Folder, twin.Folder).Faults, f =>
            f is { Code: "pack.duplicate-name", File: "shop" });
        Assert.Contains(Project.Load(pack.Folder, "/nowhere/at/all").Faults, f => f.Code == "pack.missing-folder");
    }

    [Fact]
    public void A_folder_that_is_itself_a_pack_is_loaded()
    {
        using var pack = new FaultyPack();
        var load = Project.Load(Path.Combine(pack.Folder, "shop"), Path.Combine(pack.Folder, "street"));
        Assert.Empty(load.Faults);
        Assert.Equal(["shop", "street"], load.Packs!.Packs.Select(p => p.Id));
    }

    [Fact]
    public void No_text_makes_the_loader_fail()
    {
        using var pack = new FaultyPack();
        string[] signs =
            [":", "- ", "{", "}", "[", "]", "'", "\"", "\n", "  ", "|", ">", "#", "?", "&a", "*a", "!", "%", "\t", "\0",
            "~", "name"];
        Gen.Select(Gen.Int[0, FaultyPack.Register.Length], Gen.Int[0, 30], Gen.Int[0, signs.Length - 1]).Sample(
            (at, cut, which) =>
            {
                var sign = signs[which];
                var end = Math.Min(FaultyPack.Register.Length, at + cut);
                pack.Write(Goods, FaultyPack.Register[..at] + sign + FaultyPack.Register[end..]);
                Assert.NotNull(pack.Load().Faults);
            },
            iter: 1000, threads: 1);
    }

    private static void AssertTold(string text, string code, int line)
    {
        using var pack = new FaultyPack();
        pack.Write(Goods, text);
        var faults = pack.Load().Faults;
        Assert.True(faults.Any(f => f.Code == code && f.File == Goods && f.Line == line), string.Join('\n', faults));
    }
}
