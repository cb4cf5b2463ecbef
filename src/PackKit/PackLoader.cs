using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit;

/// <summary>Loads all packs of a city and tells every fault of them at once.</summary>
public static class PackLoader
{
    private static readonly SchemaCheck PackSchema = new(PackSchemas.Read("pack"));
    private static readonly SchemaCheck StringsSchema = new(PackSchemas.Read("strings"));
    private static readonly SchemaCheck ScenarioSchema = new(PackSchemas.Read("scenario"));

    /// <summary>
    /// Loads the packs in some folders. A folder that itself has a <c>pack.yaml</c> is one pack; otherwise each of its
    /// sub-folders is one, but those whose name begins with <c>_</c> or <c>.</c>.
    /// </summary>
    public static PackLoad Load(IReadOnlyList<string> folders, IReadOnlyList<IPackSection> sections)
    {
        var faults = new FaultList();
        var names = new NameTable();
        var checks =
            sections.ToDictionary(s => s.Folder, s => (Section: s, Schema: new SchemaCheck(s.SchemaJson)),
            StringComparer.Ordinal);
        var loaded = new List<(Pack Pack, string File, YamlMappingNode Root)>();
        foreach (var folder in Find(folders, faults))
        {
            if (loaded.FirstOrDefault(l => l.Pack.Id == folder.Id).Pack is { } twin)
            {
                faults.Add(folder.Id, 0, 0, "pack.duplicate-name", $"Two folders hold a pack '{folder.Id}'.",
                    $"Rename one of {twin.Folder} and {folder.FullPath}.");
                continue;
            }
            var reading = new PackReading(folder, checks, faults, names);
            if (reading.Read(PackSchema, StringsSchema, ScenarioSchema) is { } result) loaded.Add(result);
        }
        ManifestReader.Link(loaded, faults);
        names.Resolve(loaded.ToDictionary(l => l.Pack.Id, l => l.Pack.Uses), faults);
        var packs = new PackSet([.. loaded.Select(l => l.Pack).OrderBy(p => p.Id, StringComparer.Ordinal)]);
        foreach (var section in sections) section.Link(new PackLinker(packs, faults));
        var told = faults.InOrder();
        return new PackLoad(told.Count == 0 ? packs : null, told);
    }

    private static IEnumerable<PackFolder> Find(IReadOnlyList<string> folders, FaultList faults)
    {
        var count = 0;
        foreach (var folder in folders.Select(f => Path.TrimEndingDirectorySeparator(Path.GetFullPath(f))))
        {
            if (!Directory.Exists(folder))
            {
                faults.Add(folder.Replace('\\', '/'), 0, 0, "pack.missing-folder", "There is no such folder.",
                    "Check the path of the packs.");
                continue;
            }
            if (File.Exists(Path.Combine(folder, "pack.yaml")))
            {
                yield return new PackFolder(Path.GetDirectoryName(folder)!, folder, faults);
                continue;
            }
            foreach (var pack in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
            {
                if (Path.GetFileName(pack)[0] is '_' or '.') continue;
                if (++count > PackLimits.PacksMax)
                {
                    faults.Add(folder.Replace('\\', '/'), 0, 0, "pack.too-large",
                        $"More than {PackLimits.PacksMax} packs.", "Check the path of the packs.");
                    yield break;
                }
                yield return new PackFolder(folder, pack, faults);
            }
        }
    }
}
