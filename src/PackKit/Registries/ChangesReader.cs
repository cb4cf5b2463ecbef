using System.Text.RegularExpressions;
using Lingnan.Kernel;
using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads <c>changes:</c> of a register.</summary>
internal static class ChangesReader
{
    public static IReadOnlyList<RegisterChange> Read(PackFileReader reader, YamlMappingNode root)
    {
        var changes = new List<RegisterChange>();
        foreach (var map in PackFileReader.Maps(root, "changes"))
        {
            if (Change(reader, map) is not { } change) continue;
            if (changes.Count > 0 && change.Step <= changes[^1].Step)
                reader.Fault(map, "pack.change-order", $"Step {change.Step} does not come after the one before it.",
                    "Number the steps upwards, in the order in which they are done.");
            changes.Add(change);
        }
        return changes;
    }

    /// <summary>The fields that steps have closed.</summary>
    public static IReadOnlyList<ClosedField> Closed(
        IReadOnlyList<RegisterChange> changes, IReadOnlyList<FieldDeclaration> fields)
    {
        var closed = new List<ClosedField>();
        foreach (var change in changes)
        {
            var field = change.Kind switch
            {
                ChangeKind.Retype => change.Was,
                ChangeKind.Close or ChangeKind.Split => fields.FirstOrDefault(f => f.Name == change.Field),
                _ => null,
            };
            if (field is not null)
                closed.Add(new(
                    field with
                    {
                        Required = false, Unique = false, Indexed = false, DerivedFrom = null, Units = null,
                        UnitField = null, UnitsWhere = null,
                    },
                    change.Field, change.Step));
        }
        return closed;
    }

    private static RegisterChange? Change(PackFileReader reader, YamlMappingNode map)
    {
        var kinds = Enum.GetValues<ChangeKind>().Where(
            k => PackFileReader.Node(map, k.ToString().ToLowerInvariant()) is YamlMappingNode).ToList();
        if (kinds is not [var kind])
        {
            reader.Fault(map, "pack.change-kind", "A step does exactly one of add, rename, split, retype and close.",
                "Make a step of its own of each.");
            return null;
        }
        var body = (YamlMappingNode)PackFileReader.Node(map, kind.ToString().ToLowerInvariant())!;
        var step = PackFileReader.Whole(map, "step");
        var change = new RegisterChange
        {
            Step = step,
            Date = reader.Day(map, "date"),
            Kind = kind,
            Field = PackFileReader.Text(body, kind == ChangeKind.Rename ? "from" : "field") ?? "",
            To = PackFileReader.Text(body, "to"),
            Into = PackFileReader.Texts(body, "into"),
            Fill = PackFileReader.Text(body, "fill"),
            FillFrom = kind == ChangeKind.Add ? PackFileReader.Text(body, "fillFrom") : null,
            Separator = PackFileReader.Text(body, "separator"),
            Pattern = PackFileReader.Text(body, "pattern"),
            Lengths = [.. PackFileReader.Texts(body, "lengths").Select(t => int.TryParse(t, out var n) ? n : 0)],
            Was = kind == ChangeKind.Retype ? Was(reader, body, step) : null,
            Map = Map(body),
            Node = map,
        };
        if (change is { Fill: not null, FillFrom: not null })
            reader.Fault(body, "pack.change-rule", "The field cannot be filled with a text and from a field.",
                "Leave out 'fill' or 'fillFrom'.");
        if (kind == ChangeKind.Split) CheckRule(reader, body, change);
        return change;
    }

    private static void CheckRule(PackFileReader reader, YamlMappingNode body, RegisterChange change)
    {
        var rules = (change.Separator is null ? 0 : 1) + (change.Pattern is null ? 0 : 1)
            + (change.Lengths.Count == 0 ? 0 : 1);
        var groups = change.Into.Count;
        if (change.Pattern is { } pattern)
            try
            {
                groups = new Regex(
                    $@"\A(?:{pattern})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)
                    .GetGroupNumbers().Length - 1;
            }
            catch (Exception e) when (e is ArgumentException or NotSupportedException)
            {
                groups = -1;
            }
        if (change.Lengths.Count > 0) groups = change.Lengths.Count + 1;
        if (rules != 1 || groups != change.Into.Count)
            reader.Fault(body, "pack.change-rule",
                $"The rule does not say how one value becomes {change.Into.Count}.",
                "Give one of separator, pattern (a group for each field) and lengths (of all parts but the last).");
    }

    private static FieldDeclaration? Was(PackFileReader reader, YamlMappingNode body, int step)
    {
        if (PackFileReader.Node(body, "was") is not YamlMappingNode was) return null;
        var name = PackFileReader.Text(body, "field") ?? "";
        var title = PackFileReader.Words(was, "title") ?? new LocalText(name, name);
        return FieldReader.Read(reader, was) with { Name = $"{name}Was{step}", Title = title };
    }

    private static SortedDictionary<string, string> Map(YamlMappingNode body)
    {
        var map = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (PackFileReader.Node(body, "map") is YamlMappingNode texts)
            foreach (var key in texts.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value).OfType<string>())
                map[key] = PackFileReader.Text(texts, key) ?? "";
        return map;
    }
}
