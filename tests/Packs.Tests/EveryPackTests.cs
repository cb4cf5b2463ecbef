using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Model;

namespace Lingnan.Packs.Tests;

/// <summary>What holds for every pack in the folder; a new pack is covered by being there.</summary>
public sealed class EveryPackTests
{
    private static readonly DateOnly Today = new(2026, 1, 1);

    public static IEnumerable<TheoryDataRow<string>> Ids() =>
        Directory.EnumerateDirectories(Project.PacksFolder).Select(f => Path.GetFileName(f))
            .Where(n => n[0] != '_').Order(StringComparer.Ordinal).Select(n => new TheoryDataRow<string>(n));

    [Fact]
    public void Loads_without_fault()
    {
        var load = Project.Load(Project.PacksFolder);
        Assert.Empty(load.Faults);
        Assert.Equal(Ids().Count(), load.Packs!.Packs.Count);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_example_is_judged_as_it_says(string id)
    {
        var wrong = new List<string>();
        foreach (var register in Project.Packs.Find(id)!.All<RegistryDeclaration>())
            foreach (var example in register.Examples)
                if (Wrong(register, example) is { } words) wrong.Add(
                    $"{register.File}:{example.Line} {example.Title}: {words}");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Has_words_in_both_languages_that_differ(string id)
    {
        var pack = Project.Packs.Find(id)!;
        var texts = pack.All<RegistryDeclaration>()
            .SelectMany(r =>
                r.Fields.Select(f => (f.Title, r.File)).Append((r.Title, r.File)).Append((r.Summary, r.File)))
            .Append((pack.Title, id)).Append((pack.Summary, id));
        foreach (var (text, file) in texts)
        {
            Assert.True(text.Zh.Any(c => c >= 0x4E00), $"{file}: '{text.Zh}' is not Chinese.");
            Assert.True(text.En.All(c => c < 0x4E00), $"{file}: '{text.En}' is not English.");
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Files_name_the_schema_for_editors(string id)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Project.PacksFolder, id), "*.yaml",
            SearchOption.AllDirectories))
        {
            var line = File.ReadLines(file).First();
            Assert.StartsWith("# yaml-language-server: $schema=", line);
            var schema = Path.Combine(Path.GetDirectoryName(file)!, line[(line.IndexOf('=') + 1)..]);
            Assert.True(File.Exists(schema), $"{file} names a schema that is not there.");
        }
    }

    [Fact]
    public void No_source_names_a_pack()
    {
        var named =
            from file in Directory.EnumerateFiles(Path.Combine(Project.Home, "src"), "*.*", SearchOption.AllDirectories)
                    where Path.GetExtension(file) is ".cs" or ".razor" or ".sql"
                    where !file.Split(Path.DirectorySeparatorChar).Any(p => p is "bin" or "obj" or "node_modules")
                    from line in File.ReadLines(file)
                    from pack in Project.Packs.Packs
                    where new[] { $"\"{pack.Id}:", $"/{pack.Id}/", $"Find(\"{pack.Id}\"", $"Pack == \"{pack.Id}\"" }
                        .Any(name => line.Contains(name, StringComparison.Ordinal))
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
                    select $"{file}: {line.Trim()}";
        Assert.Empty(named);
    }

    private static string? Wrong(RegistryDeclaration register, RegistryExample example)
    {
        var judged = RowValidator.Validate(register, example.Values, new ValidationContext
        {
            CodeList = name => Project.Packs.All<CodeListDeclaration>().FirstOrDefault(l => l.Name == name),
            Today = Today,
            IsDemo = true,
        });
        var found = string.Join(", ", judged.Faults.Select(f => $"{f.Field} {f.Error.Code}"));
        if (example.FaultCode is null) return judged.IsValid ? null : $"should be good, but: {found}";
        var expected = $"{example.FaultField} {example.FaultCode}";
        return found == expected ? null
            : $"should be refused with {expected}, but: {(found.Length == 0 ? "it is good" : found)}";
    }
}
