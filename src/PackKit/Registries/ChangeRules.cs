using System.Globalization;
using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Walks <c>changes:</c> back from the present fields to see that each step could have happened, and that what
/// it fills in can stand there.</summary>
internal static class ChangeRules
{
    public static void Check(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        var names = register.Fields.Select(f => f.Name).ToHashSet(StringComparer.Ordinal);
        var maps = PackFileReader.Maps(root, "changes").ToList();
        for (var i = register.Changes.Count - 1; i >= 0 && maps.Count == register.Changes.Count; i--)
        {
            var change = register.Changes[i];
            CheckFit(reader, maps[i], register, change);
            if ((Closes(register, change) ?? Undo(names, change)) is { } missing)
            {
                reader.Fault(maps[i], "pack.change-field",
                    $"Step {change.Step} does not lead to the fields of this register: {FaultList.Quote(missing)}.",
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

    // What was sealed stays sealed, under the same key; shapes have no text to be split.
    private static void CheckFit(
        PackFileReader reader, YamlMappingNode map, RegistryDeclaration register, RegisterChange change)
    {
        if (change.Kind is ChangeKind.Close or ChangeKind.Rename
            || change is { Kind: ChangeKind.Add, Fill: null, FillFrom: null }) return;
        var closed = register.ClosedFields.FirstOrDefault(c => c.Step == change.Step);
        var made = Made(register, change);
        var touched = made.Append(closed?.Field).Append(
            change.FillFrom is { } from ? Now(register, FieldOrigin.Of(register.Changes, from, change.Step)) : null)
            .OfType<FieldDeclaration>().ToList();
        foreach (var field in touched.Where(f => f.Type == FieldType.Geometry))
            reader.Fault(map, "pack.change-geometry",
                $"The values of '{field.Name}' cannot be worked out by a step: it is a geometry.",
                "Add the field without 'fill', close the old one, and let an import bring the values.");
        if (touched.Any(f => f.Privacy == Privacy.Sealed)
            && (change.Fill is not null || touched.Any(f => f.Privacy != Privacy.Sealed)))
            reader.Fault(map, "pack.change-sealed",
                "The step would make a sealed value of an open one, or an open one of a sealed one.",
                "Seal all fields of the step or none; else let an import bring the values.");
        foreach (var field in made.Where(f => f.Unique))
            reader.Fault(map, "pack.change-unique",
                $"'{field.Name}' is worked out from old values, which may occur twice.",
                "Leave out 'unique' until the values are in place, and say it in a later version.");
        var roles = register.Key.Append(register.RegionField).Append(register.SubjectField).OfType<string>();
        foreach (var name in made.Select(f => f.Name).Where(roles.Contains))
            reader.Fault(map, "pack.change-role",
                $"'{name}' names rows, their region or their person, which no step may work out anew.",
                "Keep the old field in that part, or make another register.");
    }

    // A field that is split or closed is declared still; without it nobody would know what its old values are.
    private static string? Closes(RegistryDeclaration register, RegisterChange change) =>
        change.Kind is ChangeKind.Split or ChangeKind.Close
        && register.ClosedFields.All(c => c.Step != change.Step) ? change.Field : null;

    /// <summary>Checks written values once every code list is read.</summary>
    public static void CheckValues(PackLinker linker, RegistryDeclaration register)
    {
        var lists = linker.Packs.All<CodeListDeclaration>().ToLookup(l => l.Name, StringComparer.Ordinal);
        foreach (var change in register.Changes)
            foreach (var field in Made(register, change))
                foreach (var text in change.Map.Values.Append(change.Fill).OfType<string>())
                    if (!Reads(field, text, lists))
                        linker.Fault(register.File, change.Node, "pack.change-value",
                            $"{FaultList.Quote(text)} cannot stand in '{field.Name}'.",
                            "Write what the field takes, as a row would give it.");
    }

    private static bool Reads(FieldDeclaration field, string text, ILookup<string, CodeListDeclaration> lists) =>
        field.Type switch
        {
            FieldType.Number or FieldType.Money => decimal.TryParse(
                text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out _),
            FieldType.Date => DateOnly.TryParseExact(
                text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
            FieldType.Text => text.Length <= field.MaxLength,
            // A list that is none is told where names are resolved.
            FieldType.Code => lists[field.CodeList ?? ""].FirstOrDefault() is not { } list
                || list.Items.Any(i => i.Code == text || i.Title.Zh == text || i.Title.En == text),
            _ => true,
        };

    // The fields that the step made, as they are declared today.
    private static List<FieldDeclaration> Made(RegistryDeclaration register, RegisterChange change) =>
    [
        .. (change.Kind switch
        {
            ChangeKind.Split => change.Into,
            ChangeKind.Add or ChangeKind.Retype => [change.Field],
            _ => [],
        }).Select(n => Now(register, new(n, change.Step))).OfType<FieldDeclaration>(),
    ];

    private static FieldDeclaration? Now(RegistryDeclaration register, FieldOrigin origin) =>
        register.Fields.FirstOrDefault(f => FieldOrigin.Of(register.Changes, f.Name) == origin)
        ?? register.ClosedFields.FirstOrDefault(c => FieldOrigin.Of(register.Changes, c.Name, c.Step) == origin)?.Field;
}
