using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads how a register's rows are matched, and checks it against the fields.</summary>
internal static class MatchingReader
{
    private static readonly Dictionary<BlockForm, FieldType[]> FormTypes = new()
    {
        [BlockForm.Pinyin] = [FieldType.Text],
        [BlockForm.Initials] = [FieldType.Text],
        [BlockForm.First] = [FieldType.Text],
        [BlockForm.Year] = [FieldType.Date],
        [BlockForm.Day] = [FieldType.Date],
        [BlockForm.County] = [FieldType.Region],
        [BlockForm.Town] = [FieldType.Region],
    };

    private static readonly Dictionary<Likeness, FieldType[]> LikenessTypes = new()
    {
        [Likeness.Name] = [FieldType.Text],
        [Likeness.Pinyin] = [FieldType.Text],
        [Likeness.Date] = [FieldType.Date],
        [Likeness.Address] = [FieldType.Text],
        [Likeness.Code] =
        [
            FieldType.Text, FieldType.ResidentId, FieldType.CreditCode, FieldType.OrganizationCode, FieldType.Region,
            FieldType.Mobile,
        ],
    };

    public static MatchingDeclaration? Read(
        PackFileReader reader, YamlMappingNode root, IReadOnlyList<FieldDeclaration> fields)
    {
        if (PackFileReader.Node(root, "matching") is not YamlMappingNode map) return null;
        var matching = new MatchingDeclaration
        {
            Certain = PackFileReader.Texts(map, "certain"),
            Blocks = [.. PackFileReader.Nodes(map, "blocks").OfType<YamlSequenceNode>().Select(
                b => (IReadOnlyList<BlockPart>)[.. b.Children.OfType<YamlScalarNode>().Select(
                    p => Part(reader, p, fields))])],
            Compare = [.. PackFileReader.Maps(map, "compare").Select(c => Comparison(reader, c, fields))],
            Match = PackFileReader.Whole(map, "match", 100),
            Review = PackFileReader.Whole(map, "review", 100),
        };
        foreach (var node in PackFileReader.Nodes(map, "certain").OfType<YamlScalarNode>())
            if (Find(reader, node, node.Value, fields) is { Unique: false, Indexed: false } slow)
                reader.Fault(node, "pack.matching-not-indexed",
                    $"Rows are looked up by '{slow.Name}', which has no index.",
                    "Say 'indexed: true' or 'unique: true' for it.");
        if (matching.Review > matching.Match)
            reader.Fault(PackFileReader.Node(map, "review")!, "pack.min-above-max",
                "review is greater than match, so nobody would ever be asked.",
                "Exchange match and review, or correct one of them.");
        return matching;
    }

    private static BlockPart Part(
        PackFileReader reader, YamlScalarNode node, IReadOnlyList<FieldDeclaration> fields)
    {
        var words = (node.Value ?? "").Split('.', 2);
        var form = words.Length == 1 ? BlockForm.Whole
            : Enum.TryParse<BlockForm>(words[1], true, out var named) ? named : BlockForm.Whole;
        if (Find(reader, node, words[0], fields) is { } field)
        {
            if (FormTypes.TryGetValue(form, out var types) && !types.Contains(field.Type))
                reader.Fault(node, "pack.wrong-field-type",
                    $"'.{words[1]}' means nothing for '{field.Name}'.", $"Use it with {Names(types)}.");
            if (field.Privacy == Privacy.Sealed && form != BlockForm.Whole) Sealed(reader, node, field);
        }
        return new(words[0], form);
    }

    private static FieldComparison Comparison(
        PackFileReader reader, YamlMappingNode map, IReadOnlyList<FieldDeclaration> fields)
    {
        var by = PackFileReader.Choice(map, "by", Likeness.Exact);
        var name = PackFileReader.Text(map, "field") ?? "";
        if (PackFileReader.Node(map, "field") is { } node && Find(reader, node, name, fields) is { } field)
        {
            var at = PackFileReader.Node(map, "by") ?? node;
            if (LikenessTypes.TryGetValue(by, out var types) && !types.Contains(field.Type))
                reader.Fault(at, "pack.wrong-field-type",
                    $"'{field.Name}' cannot be compared by {by.ToString().ToLowerInvariant()}.",
                    $"Use it with {Names(types)}, or write 'by: exact'.");
            if (field.Privacy == Privacy.Sealed && by != Likeness.Exact) Sealed(reader, at, field);
        }
        return new(name, by, PackFileReader.Whole(map, "weight", 1));
    }

    // Sealed values are compared by their blind index, which tells equal from unequal and nothing else.
    private static void Sealed(PackFileReader reader, YamlNode at, FieldDeclaration field) => reader.Fault(
        at, "pack.sealed-likeness", $"Of the sealed field '{field.Name}' only whole values can be compared.",
        "Compare it by 'exact', and use it whole in blocks.");

    private static FieldDeclaration? Find(
        PackFileReader reader, YamlNode at, string? name, IReadOnlyList<FieldDeclaration> fields)
    {
        if (name is null) return null;
        if (fields.FirstOrDefault(f => f.Name == name) is { } found) return found;
        var near = Nearest.Of(name, fields.Select(f => f.Name));
        reader.Fault(at, "pack.unknown-field", $"There is no field {FaultList.Quote(name)} in this register.",
            near is null ? "Name one of its fields." : $"Did you mean '{near}'?");
        return null;
    }

    private static string Names(FieldType[] types) =>
        string.Join(", ", types.Select(t => t.ToString().ToLowerInvariant()));
}
