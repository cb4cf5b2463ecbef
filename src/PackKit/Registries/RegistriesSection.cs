using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Registries;

/// <summary><c>registries/{table}.yaml</c>.</summary>
public sealed class RegistriesSection : IPackSection
{
    /// <inheritdoc />
    public string Folder => "registries";

    /// <inheritdoc />
    public string SchemaJson { get; } = PackSchemas.Read("registry");

    /// <inheritdoc />
    public object? Read(PackFileReader reader, YamlMappingNode root)
    {
        reader.Define("register", $"{reader.Pack}:{reader.Name}", root);
        if (PackFileReader.Text(root, "idPrefix") is { } prefix)
            reader.Define("id prefix", prefix, PackFileReader.Node(root, "idPrefix")!);
        var fields = new List<FieldDeclaration>();
        foreach (var map in PackFileReader.Maps(root, "fields")) fields.Add(FieldReader.Read(reader, map));
        var changes = ChangesReader.Read(reader, root);
        var closed = ChangesReader.Closed(changes, fields);
        fields.RemoveAll(f => closed.Any(c => c.Field.Name == f.Name));
        var titleField = PackFileReader.Text(root, "titleField") ?? "";
        var key = PackFileReader.Texts(root, "key");
        var register = new RegistryDeclaration
        {
            Pack = reader.Pack,
            Table = reader.Name,
            Version = PackFileReader.Whole(root, "version", 1),
            Title = PackFileReader.WordsOrNone(root, "title"),
            Summary = PackFileReader.WordsOrNone(root, "summary"),
            Owner = PackFileReader.WordsOrNone(root, "owner"),
            IdPrefix = PackFileReader.Text(root, "idPrefix") ?? "",
            IsPersons = PackFileReader.Flag(root, "isPersons"),
            SubjectField = PackFileReader.Text(root, "subjectField"),
            RegionField = PackFileReader.Text(root, "regionField"),
            TitleField = titleField,
            Key = key,
            DefaultSort = PackFileReader.Text(root, "defaultSort") ?? titleField,
            Orders = [.. PackFileReader.Nodes(root, "orders").OfType<YamlSequenceNode>().Select(
                o => (IReadOnlyList<string>)[.. o.Children.OfType<YamlScalarNode>().Select(k => k.Value ?? "")])],
            Matching = MatchingReader.Read(reader, root, fields),
            Sources = SourcesReader.Read(reader, root, fields),
            Relations = RelationReader.Read(reader, root, fields),
            ListFields = PackFileReader.Texts(root, "listFields") is { Count: > 0 } list ? list
                : [.. fields.Take(6).Select(f => f.Name)],
            Listed = PackFileReader.Flag(root, "listed", true),
            Open = PackFileReader.Flag(root, "open"),
            Catalog = CatalogReader.Read(reader, root),
            Consent = ConsentReader.Read(reader, root),
            Fields = fields,
            Changes = changes,
            ClosedFields = closed,
            Examples = [.. PackFileReader.Maps(root, "examples").Select(Example)],
            File = reader.File,
        };
        RegistryRules.Check(reader, root, register);
        ChangeRules.Check(reader, root, register);
        return register;
    }

    /// <inheritdoc />
    public void Link(PackLinker linker)
    {
        var registers = linker.Packs.All<RegistryDeclaration>().ToLookup(r => r.Name, StringComparer.Ordinal);
        foreach (var register in registers.SelectMany(r => r)) LinkSubject(linker, registers, register);
        foreach (var register in registers.SelectMany(r => r)) ChangeRules.CheckValues(linker, register);
        RelationRules.Check(linker, registers);
    }

    private static void LinkSubject(
        PackLinker linker, ILookup<string, RegistryDeclaration> registers, RegistryDeclaration register)
    {
        var field = register.Fields.FirstOrDefault(f => f.Name == register.SubjectField);
        if (field?.Target is null
            || registers[field.Target].FirstOrDefault() is not { IsPersons: false } target) return;
        linker.Fault(register.File, null, "pack.not-persons",
            $"subjectField '{field.Name}' points to '{target.Name}', whose rows are not persons.",
            "Name a reference to a register with isPersons: true, or remove subjectField.");
    }

    private static RegistryExample Example(YamlMappingNode map)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        if (PackFileReader.Node(map, "values") is YamlMappingNode texts)
            foreach (var key in texts.Children.Keys.OfType<YamlScalarNode>().Select(k => k.Value).OfType<string>())
                values[key] = PackFileReader.Text(texts, key);
        var fault = PackFileReader.Node(map, "fault") as YamlMappingNode;
        return new RegistryExample(
            PackFileReader.Text(map, "title") ?? "", values, fault is null ? null : PackFileReader.Text(fault, "field"),
            fault is null ? null : PackFileReader.Text(fault, "code"), (int)map.Start.Line);
    }
}
