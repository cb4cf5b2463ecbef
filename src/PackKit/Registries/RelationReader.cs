using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary>Reads the relations of a register, and checks what one file can tell.</summary>
internal static class RelationReader
{
    public static IReadOnlyList<RelationDeclaration> Read(
        PackFileReader reader, YamlMappingNode root, IReadOnlyList<FieldDeclaration> fields) =>
        [.. PackFileReader.Maps(root, "relations").Select(m => One(reader, m, fields)).OfType<RelationDeclaration>()];

    private static RelationDeclaration? One(
        PackFileReader reader, YamlMappingNode map, IReadOnlyList<FieldDeclaration> fields)
    {
        if (PackFileReader.Node(map, "inverse") is not YamlMappingNode inverse) return null;
        var register = $"{reader.Pack}:{reader.Name}";
        var relation = new RelationDeclaration
        {
            Code = PackFileReader.Text(map, "code") ?? "",
            Title = PackFileReader.WordsOrNone(map, "title"),
            InverseCode = PackFileReader.Text(inverse, "code") ?? "",
            InverseTitle = PackFileReader.WordsOrNone(inverse, "title"),
            Register = register,
            Holder = register,
            To = "",
            Target = "",
            Since = PackFileReader.Text(map, "since"),
            Until = PackFileReader.Text(map, "until"),
            Acyclic = PackFileReader.Flag(map, "acyclic"),
            Node = map,
        };
        var field = PackFileReader.Node(map, "field");
        var link = PackFileReader.Node(map, "link");
        if (field is null == link is null)
        {
            reader.Fault(map, "pack.relation-way", "A relation goes by a field or by a link register.",
                "Write either 'field' or 'link'.");
            return null;
        }
        return field is YamlScalarNode name ? ByField(reader, map, relation, name, fields)
            : link is YamlMappingNode by ? ByLink(reader, relation, by)
            : null;
    }

    private static RelationDeclaration? ByField(
        PackFileReader reader, YamlMappingNode map, RelationDeclaration relation, YamlScalarNode name,
        IReadOnlyList<FieldDeclaration> fields)
    {
        if (fields.FirstOrDefault(f => f.Name == name.Value) is not { } field)
        {
            var near = Nearest.Of(name.Value ?? "", fields.Select(f => f.Name));
            reader.Fault(name, "pack.unknown-field",
                $"There is no field {FaultList.Quote(name.Value)} in this register.",
                near is null ? "Name one of its fields." : $"Did you mean '{near}'?");
            return null;
        }
        var target = PackFileReader.Text(map, "target");
        if (field.Type == FieldType.Reference)
        {
            if (target is not null)
                reader.Fault(PackFileReader.Node(map, "target")!, "pack.relation-target",
                    $"'{field.Name}' is a reference and already says where it points.", "Leave 'target' out.");
            return relation with { To = field.Name, Target = field.Target ?? "" };
        }
        if (target is null)
        {
            reader.Fault(name, "pack.relation-target",
                $"'{field.Name}' is no reference, so the register whose key it holds must be named.",
                "Add 'target', or name a reference field.");
            return null;
        }
        return relation with
        {
            To = field.Name, ByKey = true,
            Target = reader.Refer("register", target, PackFileReader.Node(map, "target")!),
        };
    }

    private static RelationDeclaration? ByLink(
        PackFileReader reader, RelationDeclaration relation, YamlMappingNode link)
    {
        if (PackFileReader.Node(link, "register") is not YamlScalarNode { Value: { } name } at) return null;
        return relation with
        {
            Holder = reader.Refer("register", name, at),
            From = PackFileReader.Text(link, "from") ?? "",
            To = PackFileReader.Text(link, "to") ?? "",
            Share = PackFileReader.Text(link, "share"),
        };
    }
}
