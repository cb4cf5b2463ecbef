using Lingnan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>The reading of one pack's folder.</summary>
internal sealed class PackReading(
    PackFolder folder, IReadOnlyDictionary<string, (IPackSection Section, SchemaCheck Schema)> sections,
        FaultList faults, NameTable names)
{
    /// <summary>The pack as far as it can be understood; null when there is no usable <c>pack.yaml</c>.</summary>
    public (Pack Pack, string File, YamlMappingNode Root)? Read(SchemaCheck manifest, SchemaCheck strings,
        SchemaCheck scenario)
    {
        if (new DirectoryInfo(folder.FullPath).LinkTarget is not null)
        {
            faults.Add(folder.Id, 0, 0, "pack.link", "Symbolic links are not followed.", "Put the pack itself here.");
            return null;
        }
        var files = folder.Walk([.. sections.Keys]);
        var declarations = new List<object>();
        foreach (var (name, paths) in files.OrderBy(f => f.Key, StringComparer.Ordinal))
            foreach (var path in paths)
                if (Yaml(path, sections[name].Schema) is { } root
                    && sections[name].Section.Read(Reader(path), root) is { } declaration)
                    declarations.Add(declaration);
        var story = Optional("scenario.yaml", scenario) is { } steps
            ? ScenarioReader.Read(Reader(Full("scenario.yaml")), steps, folder.FullPath) : null;
        var words = Strings(strings);
        CheckReadme();
        var manifestPath = Full("pack.yaml");
        if (!File.Exists(manifestPath))
        {
            faults.Add(folder.Relative(manifestPath), 0, 0, "pack.missing-file", "The pack has no pack.yaml.",
                "Add it; packs/_template shows one.");
            return null;
        }
        if (Yaml(manifestPath, manifest) is not { } map) return null;
        var pack = ManifestReader.Read(Reader(manifestPath), map, folder.FullPath);
        return (pack with { Declarations = declarations, Scenario = story, Strings = words },
            folder.Relative(manifestPath), map);
    }

    private Dictionary<string, LocalText> Strings(SchemaCheck schema)
    {
        if (!Directory.Exists(Full("strings"))) return [];
        (string, YamlMappingNode?) Of(string name) =>
            (folder.Relative(Full(name)), Optional(name, schema));
        return new(StringsReader.Join(Of("strings/zh-CN.yaml"), Of("strings/en.yaml"), faults));
    }

    private void CheckReadme()
    {
        if (!File.Exists(Full("README.md")))
            faults.Add(folder.Relative(Full("README.md")), 0, 0, "pack.missing-file", "The pack has no README.md.",
                "Add it: what the pack does, data in and out, limits, for the city's office.");
    }

    private YamlMappingNode? Optional(string name, SchemaCheck schema) =>
        File.Exists(Full(name)) ? Yaml(Full(name), schema) : null;

    private YamlMappingNode? Yaml(string path, SchemaCheck schema)
    {
        if (folder.ReadBytes(path) is not { } bytes) return null;
        var file = folder.Relative(path);
        if (YamlText.Read(file, bytes, faults) is not { } root) return null;
        schema.Check(file, root, faults);
        return root;
    }

    private PackFileReader Reader(string path) => new(folder.Id, folder.Relative(path), faults, names);

    private string Full(string name) => Path.Combine(folder.FullPath, name);
}
