using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads <c>sources:</c>, <c>authority:</c> and <c>survivorship:</c> of a register.</summary>
internal static class SourcesReader
{
    public static SourcesDeclaration? Read(
        PackFileReader reader, YamlMappingNode root, IReadOnlyList<FieldDeclaration> fields)
    {
        var maps = PackFileReader.Maps(root, "sources").ToList();
        if (maps.Count == 0)
        {
            foreach (var key in (string[])["authority", "survivorship"])
                if (PackFileReader.Node(root, key) is { } stray)
                    reader.Fault(stray, "pack.no-sources", $"{key} is declared, but the register has no sources.",
                        "Add sources: with their codes, or remove it.");
            return null;
        }
        var sources = new List<SourceDeclaration>();
        foreach (var map in maps)
        {
            var code = PackFileReader.Text(map, "code") ?? "";
            if (sources.Any(s => s.Code == code))
                reader.Fault(PackFileReader.Node(map, "code") ?? map, "pack.duplicate-code",
                    $"The source '{code}' is declared twice.", "Choose another code for one of them.");
            var isOriginal = PackFileReader.Flag(map, "original");
            if (isOriginal && sources.Any(s => s.IsOriginal))
                reader.Fault(PackFileReader.Node(map, "original")!, "pack.two-originals",
                    "Two sources claim the rows that name no source.", "Say 'original: true' for one of them only.");
            sources.Add(new(
                code, PackFileReader.WordsOrNone(map, "name"), PackFileReader.WordsOrNone(map, "provider"),
                isOriginal, PackFileReader.Text(map, "unit")));
        }
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return new SourcesDeclaration
        {
            All = sources,
            Authority = [.. PackFileReader.Maps(root, "authority").Select(m => Rule(reader, m, fields, sources, seen))],
            Otherwise = PackFileReader.Choice(root, "survivorship", Survivorship.Recent),
        };
    }

    private static AuthorityDeclaration Rule(
        PackFileReader reader, YamlMappingNode map, IReadOnlyList<FieldDeclaration> fields,
        List<SourceDeclaration> sources, HashSet<string> seen)
    {
        foreach (var node in PackFileReader.Nodes(map, "fields").OfType<YamlScalarNode>())
        {
            Known(reader, node, "field", "pack.unknown-field", fields.Select(f => f.Name));
            if (!seen.Add(node.Value ?? ""))
                reader.Fault(node, "pack.duplicate-authority", $"Two rules say whose '{node.Value}' stands.",
                    "Name each field in one rule only.");
        }
        foreach (var node in PackFileReader.Nodes(map, "order").OfType<YamlScalarNode>())
            Known(reader, node, "source", "pack.unknown-source", sources.Select(s => s.Code));
        return new(
            PackFileReader.Texts(map, "fields"), PackFileReader.Texts(map, "order"),
            PackFileReader.Choice(map, "otherwise", Survivorship.Recent), PackFileReader.Flag(map, "compare", true));
    }

    private static void Known(
        PackFileReader reader, YamlScalarNode node, string kind, string code, IEnumerable<string> names)
    {
        var known = names.ToList();
        if (node.Value is not { } name || known.Contains(name)) return;
        var near = Nearest.Of(name, known);
        reader.Fault(node, code, $"There is no {kind} {FaultList.Quote(name)} in this register.",
            near is null ? $"Name one of its {kind}s." : $"Did you mean '{near}'?");
    }
}
