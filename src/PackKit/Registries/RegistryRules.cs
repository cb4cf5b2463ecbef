using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>What the parts of one register's declaration ask of each other.</summary>
internal static class RegistryRules
{
    // Names every row has beside its fields, in APIs and files.
    private static readonly string[] Taken = ["id", "version", "recordedAt", "recordedBy"];

    public static void Check(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        if (!IsKebab(reader.Name))
            reader.Fault(root, "pack.bad-name", $"The file name '{reader.Name}' cannot name a register.",
                "Use lower-case words joined by hyphens, for example land-parcel.yaml.");
        CheckNames(reader, root, register);
        CheckHeaders(reader, root, register);
        foreach (var key in (string[])["titleField", "defaultSort", "subjectField", "regionField"])
            if (PackFileReader.Node(root, key) is { } node) FieldOf(reader, register, node);
        foreach (var node in PackFileReader.Nodes(root, "key").Concat(PackFileReader.Nodes(root, "listFields")))
            FieldOf(reader, register, node);
        foreach (var order in PackFileReader.Nodes(root, "orders").OfType<YamlSequenceNode>())
            CheckOrder(reader, register, order);
        CheckRoles(reader, root, register);
        CheckDerived(reader, root, register);
        GeometryRules.Check(reader, root, register);
        CheckExamples(reader, root, register);
    }

    private static bool IsKebab(string name) =>
        name.Length is > 0 and <= 40 && char.IsAsciiLetterLower(name[0]) && name[^1] != '-'
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    private static void CheckNames(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var map in PackFileReader.Maps(root, "fields"))
        {
            if (PackFileReader.Text(map, "name") is not { } name) continue;
            var at = PackFileReader.Node(map, "name")!;
            if (!seen.Add(name))
                reader.Fault(at, "pack.duplicate-name", $"The field '{name}' is declared twice.",
                    "Choose another name for one of them.");
            if (Taken.Contains(name, StringComparer.OrdinalIgnoreCase))
                reader.Fault(at, "pack.bad-name", $"The field name '{name}' is taken: every row has it already.",
                    "Choose another name.");
        }
    }

    // Imports recognise columns by name, title and alias; one header must lead to one field.
    private static void CheckHeaders(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var maps = PackFileReader.Maps(root, "fields").ToList();
        for (var i = 0; i < maps.Count; i++)
        {
            if (register.Fields.FirstOrDefault(f => f.Name == PackFileReader.Text(maps[i], "name")) is not { } field)
                continue;
            foreach (var header in ((string[])[field.Name, field.Title.Zh, field.Title.En, .. field.Aliases])
                .Where(h => h.Length > 0))
            {
                if (owners.TryAdd(header, field.Name) || owners[header] == field.Name) continue;
                reader.Fault(maps[i], "pack.duplicate-header",
                    $"The column header '{header}' is claimed by the fields '{owners[header]}' and '{field.Name}'.",
                    "Change the title or the alias of one of them.");
            }
        }
    }

    private static FieldDeclaration? FieldOf(PackFileReader reader, RegistryDeclaration register, YamlNode node)
    {
        if (node is not YamlScalarNode { Value: { } name }) return null;
        if (register.Fields.FirstOrDefault(f => f.Name == name) is { } field) return field;
        var near = Nearest.Of(name, register.Fields.Select(f => f.Name));
        reader.Fault(node, "pack.unknown-field", $"There is no field {FaultList.Quote(name)} in this register.",
            near is null ? "Name one of its fields." : $"Did you mean '{near}'?");
        return null;
    }

    private static void CheckOrder(PackFileReader reader, RegistryDeclaration register, YamlSequenceNode order)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in order.Children.OfType<YamlScalarNode>())
        {
            var name = (node.Value ?? "").TrimStart('-');
            if (register.Fields.FirstOrDefault(f => f.Name == name) is not { } field)
                reader.Fault(node, "pack.unknown-field",
                    $"There is no field {FaultList.Quote(name)} in this register.", "Name one of its fields.");
            else if (field.Privacy == Privacy.Sealed)
                reader.Fault(node, "pack.sealed-sort", $"A list cannot be ordered by the sealed field '{name}'.",
                    "Name another field.");
            if (!seen.Add(name))
                reader.Fault(node, "pack.duplicate-name", $"The order names the field '{name}' twice.",
                    "Name it once.");
        }
    }

    private static void CheckRoles(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        Expect("regionField", FieldType.Region, "Name a field of the type region.");
        Expect("subjectField", FieldType.Reference, "Name a field of the type reference.");
        if (PackFileReader.Node(root, "defaultSort") is YamlScalarNode sort
            && Field(sort.Value)?.Privacy == Privacy.Sealed)
            reader.Fault(sort, "pack.sealed-sort", $"A list cannot be ordered by the sealed field '{sort.Value}'.",
                "Name another field.");
        if (register.Open && register.Fields.All(f => f.Privacy != Privacy.Public))
            reader.Fault(PackFileReader.Node(root, "open")!, "pack.nothing-open",
                "The register is open, but no field is public.",
                "Give 'privacy: public' to the fields anyone may see, or remove 'open'.");
        if (!register.IsPersons && register.SubjectField is null)
            foreach (var map in PackFileReader.Maps(root, "fields"))
                if (PackFileReader.Text(map, "privacy") == "sealed")
                    reader.Fault(PackFileReader.Node(map, "privacy")!, "pack.sealed-without-person",
                        "A sealed field needs the person whose key seals it, and rows here are about no person.",
                        "Say isPersons: true, or name the reference to the person as subjectField.");

        void Expect(string key, FieldType type, string mend)
        {
            if (PackFileReader.Node(root, key) is YamlScalarNode node && Field(node.Value) is { } field
                && field.Type != type)
                reader.Fault(node, "pack.wrong-field-type",
                    $"{key} names '{field.Name}', which is not a {type.ToString().ToLowerInvariant()}.", mend);
        }

        FieldDeclaration? Field(string? name) => register.Fields.FirstOrDefault(f => f.Name == name);
    }

    private static void CheckDerived(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        foreach (var map in PackFileReader.Maps(root, "fields"))
        {
            if (PackFileReader.Node(map, "derivedFrom") is not { } node
                || FieldOf(reader, register, node) is not { } source) continue;
            if (source.Type != FieldType.ResidentId)
                reader.Fault(node, "pack.wrong-field-type", $"Nothing can be derived from '{source.Name}'.",
                    "Name a field of the type resident-id.");
        }
    }

    private static void CheckExamples(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        var good = 0;
        foreach (var map in PackFileReader.Maps(root, "examples"))
        {
            var fault = PackFileReader.Node(map, "fault") as YamlMappingNode;
            if (fault is null) good++;
            else if (PackFileReader.Node(fault, "field") is { } field) FieldOf(reader, register, field);
            if (PackFileReader.Node(map, "values") is not YamlMappingNode values) continue;
            foreach (var name in values.Children.Keys) FieldOf(reader, register, name);
            if (fault is null) CheckGood(reader, register, map, values);
        }
        if (good == 0 && PackFileReader.Node(root, "examples") is YamlSequenceNode { Children.Count: > 0 } examples)
            reader.Fault(examples, "pack.no-good-example", "No example is a good row.", "Add one without 'fault'.");
    }

    private static void CheckGood(PackFileReader reader, RegistryDeclaration register, YamlMappingNode map,
        YamlMappingNode values)
    {
        foreach (var field in register.Fields.Where(f => f.Required && f.DerivedFrom is null && f.Name.Length > 0))
            if (string.IsNullOrWhiteSpace(PackFileReader.Text(values, field.Name)))
                reader.Fault(map, "pack.wrong-example",
                    $"The example has no value for '{field.Name}', which is required.",
                    "Add the value, or say with 'fault' that the row is refused.");
    }
}
