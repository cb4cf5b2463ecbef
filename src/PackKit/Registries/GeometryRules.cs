using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>What geometry fields ask of their register.</summary>
internal static class GeometryRules
{
    public static void Check(PackFileReader reader, YamlMappingNode root, RegistryDeclaration register)
    {
        var shapes = register.Fields.Where(f => f.Type == FieldType.Geometry).Select(f => f.Name).ToHashSet();
        foreach (var key in (string[])["titleField", "defaultSort"])
            if (PackFileReader.Node(root, key) is { } node) CheckRole(reader, shapes, node);
        foreach (var node in PackFileReader.Nodes(root, "key")) CheckRole(reader, shapes, node);
        foreach (var order in PackFileReader.Nodes(root, "orders").OfType<YamlSequenceNode>())
            foreach (var node in order.Children) CheckRole(reader, shapes, node);
        foreach (var map in PackFileReader.Maps(root, "fields"))
            if (PackFileReader.Text(map, "type") == "geometry") CheckField(reader, register, map);
    }

    // A geometry names no row, and none comes before another.
    private static void CheckRole(PackFileReader reader, HashSet<string> shapes, YamlNode node)
    {
        if (node is YamlScalarNode { Value: { } name } && shapes.Contains(name.TrimStart('-')))
            reader.Fault(node, "pack.wrong-field-type", $"The geometry '{name}' neither names nor orders rows.",
                "Name another field.");
    }

    private static void CheckField(PackFileReader reader, RegistryDeclaration register, YamlMappingNode map)
    {
        foreach (var key in (string[])["unique", "indexed"])
            if (PackFileReader.Node(map, key) is { } node)
                reader.Fault(node, "pack.key-not-for-type",
                    $"'{key}' means nothing for a geometry, which always has a quad-tree index.", "Remove it.");
        if (PackFileReader.Text(map, "privacy") == "sealed")
            reader.Fault(PackFileReader.Node(map, "privacy")!, "pack.sealed-geometry",
                "A geometry cannot be sealed: it could not be found by place.",
                "Say 'privacy: personal', or keep the place as a sealed text.");
        if (PackFileReader.Node(map, "unitField") is YamlScalarNode { Value: { } unit } at
            && register.Fields.All(f => f.Name != unit || f.Type == FieldType.Geometry))
            reader.Fault(at, "pack.unknown-field", $"There is no field {FaultList.Quote(unit)} that names units.",
                "Name a field of this register that holds the key or the title of the unit.");
    }
}
