using System.Text.RegularExpressions;
using Lingnan.Kernel;
using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads <c>changes:</c> of a register, and walks them back from the present fields to see that each step
/// could have happened.</summary>
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

    public static void Check(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        var names = register.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var maps = PackFileReader.Maps(root, "changes").ToList();
        for (var i = register.Changes.Count - 1; i >= 0 && maps.Count == register.Changes.Count; i--)
        {
            CheckFit(reader, maps[i], register, register.Changes[i]);
            if (Undo(names, register.Changes[i]) is { } missing)
            {
                reader.Fault(maps[i], "pack.change-field",
                    $"Step {register.Changes[i].Step} does not lead to the fields of this register: "
                    + $"{FaultList.Quote(missing)}.",
                    "Name fields as they are called at the time of the step; closed ones stay under 'fields'.");
                return;
            }
        }
    }

    // Returns the name that does not fit.
    private static string? Undo(HashSet<string> names, RegisterChange change)
    {
        switch (change.Kind)
        {
            case ChangeKind.Add:
                if (!names.Remove(change.Field)) return change.Field;
                return change.FillFrom is { } from && !names.Contains(from) ? from : null;
            case ChangeKind.Rename:
                if (!names.Remove(change.To ?? "")) return change.To;
                return names.Add(change.Field) ? null : change.Field;
            case ChangeKind.Split:
                if (change.Into.FirstOrDefault(n => !names.Remove(n)) is { } part) return part;
                return names.Add(change.Field) ? null : change.Field;
            case ChangeKind.Retype:
                return names.Contains(change.Field) ? null : change.Field;
            default:
                return names.Add(change.Field) ? null : change.Field;
        }
    }

    // Sealed values are opened for a reason only, so no step reads or makes them; shapes have no text to be split.
    private static void CheckFit(
        PackFileReader reader, YamlMappingNode map, RegistryDeclaration register, RegisterChange change)
    {
        if (change.Kind is ChangeKind.Close or ChangeKind.Rename
            || change is { Kind: ChangeKind.Add, Fill: null, FillFrom: null }) return;
        var closed = register.ClosedFields.FirstOrDefault(c => c.Step == change.Step);
        var touched = change.Into.Append(change.Field).Append(change.FillFrom).OfType<string>()
            .Select(n => register.Fields.FirstOrDefault(f => f.Name == n)).Append(closed?.Field)
            .OfType<FieldDeclaration>();
        foreach (var field in touched.Where(f => f.Privacy == Privacy.Sealed || f.Type == FieldType.Geometry))
            reader.Fault(map, "pack.change-sealed",
                $"The values of '{field.Name}' cannot be worked out by a step: it is sealed or a geometry.",
                "Add the field without 'fill', close the old one, and let an import bring the values.");
        foreach (var field in change.Into.Append(change.Field).Select(
            n => register.Fields.FirstOrDefault(f => f.Name == n)).OfType<FieldDeclaration>().Where(f => f.Unique))
            reader.Fault(map, "pack.change-unique",
                $"'{field.Name}' is worked out from old values, which may occur twice.",
                "Leave out 'unique' until the values are in place, and say it in a later version.");
        var roles = register.Key.Append(register.RegionField).Append(register.SubjectField).OfType<string>();
        foreach (var made in change.Into.Append(change.Field).Where(roles.Contains))
            reader.Fault(map, "pack.change-role",
                $"'{made}' names rows, their region or their person, which no step may work out anew.",
                "Keep the old field in that part, or make another register.");
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
        };
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
