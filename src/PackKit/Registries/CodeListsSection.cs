using Lingnan.Kernel;
using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary><c>codelists/{list}.yaml</c>.</summary>
public sealed class CodeListsSection : IPackSection
{
    /// <inheritdoc />
    public string Folder => "codelists";

    /// <inheritdoc />
    public string SchemaJson { get; } = PackSchemas.Read("codelist");

    /// <inheritdoc />
    public object? Read(PackFileReader reader, YamlMappingNode root)
    {
        reader.Define("code list", $"{reader.Pack}:{reader.Name}", root);
        var items = new List<CodeItem>();
        foreach (var map in PackFileReader.Maps(root, "items")) items.Add(Item(reader, map));
        CheckOverlaps(reader, root, items);
        return new CodeListDeclaration
        {
            Pack = reader.Pack,
            Id = reader.Name,
            Title = PackFileReader.WordsOrNone(root, "title"),
            Source = PackFileReader.Text(root, "source") ?? "",
            Items = items,
        };
    }

    /// <inheritdoc />
    public void Link(PackLinker linker)
    {
    }

    private static CodeItem Item(PackFileReader reader, YamlMappingNode map)
    {
        var from = reader.Day(map, "from");
        var to = reader.Day(map, "to");
        if (from > to)
            reader.Fault(PackFileReader.Node(map, "to")!, "pack.min-above-max",
                "The last valid day is before the first.",
                "Exchange from and to, or correct one of them.");
        return new CodeItem(
            PackFileReader.Text(map, "code") ?? "",
            new LocalText(PackFileReader.Text(map, "zh") ?? "", PackFileReader.Text(map, "en") ?? ""), from, to);
    }

    // A code may come back with another meaning, but on any one day it means one thing.
    private static void CheckOverlaps(PackFileReader reader, YamlMappingNode root, List<CodeItem> items)
    {
        var nodes = PackFileReader.Maps(root, "items").ToList();
        var seen = new Dictionary<string, List<CodeItem>>(StringComparer.Ordinal);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            if (item.Code.Length == 0) continue;
            if (!seen.TryGetValue(item.Code, out var twins)) seen[item.Code] = twins = [];
            if (twins.Any(t => Overlap(t, item)))
                reader.Fault(nodes[i], "pack.duplicate-code", $"The code '{item.Code}' occurs twice on the same days.",
                    "Keep one, or give both days from and to that do not overlap.");
            twins.Add(item);
        }
    }

    private static bool Overlap(CodeItem a, CodeItem b) =>
        (a.From ?? DateOnly.MinValue) <= (b.To ?? DateOnly.MaxValue)
            && (b.From ?? DateOnly.MinValue) <= (a.To ?? DateOnly.MaxValue);
}
