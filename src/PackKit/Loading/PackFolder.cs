namespace Lingnan.PackKit.Loading;

/// <summary>Walks the files of one pack's folder and refuses what has no place in it.</summary>
internal sealed class PackFolder
{
    private static readonly string[] Files = ["pack.yaml", "README.md", "scenario.yaml"];
    private static readonly string[] Folders = ["strings", "seed", "code"];

    private readonly string _root;
    private readonly string _folder;
    private readonly FaultList _faults;
    private int _files;

    public PackFolder(string root, string folder, FaultList faults)
    {
        _root = root;
        _folder = folder;
        _faults = faults;
    }

    /// <summary>Id of the pack: the folder's name.</summary>
    public string Id => Path.GetFileName(_folder);

    /// <summary>Where it is.</summary>
    public string FullPath => _folder;

    /// <summary>Relative to the packs' folder, with forward slashes.</summary>
    public string Relative(string path) => Path.GetRelativePath(_root, path).Replace('\\', '/');

    /// <summary>Files of the sections by folder name, and everything else checked.</summary>
    public Dictionary<string, List<string>> Walk(IReadOnlyCollection<string> sectionFolders)
    {
        var found = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFileSystemEntries(_folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(path);
            if (IsLink(path)) continue;
            if (!Directory.Exists(path)) CheckFile(path, name);
            else if (sectionFolders.Contains(name)) found[name] = Yaml(path);
            else if (name == "strings") CheckStrings(path);
            else if (name == "seed") CheckSeed(path);
            else if (!Folders.Contains(name)) AddUnknownFolder(path, name, sectionFolders);
        }
        return found;
    }

    /// <summary>The bytes of a file, or null with a fault when it is a link, missing or too large.</summary>
    public byte[]? ReadBytes(string path)
    {
        if (IsLink(path)) return null;
        var length = new FileInfo(path).Length;
        if (length > PackLimits.FileBytesMax)
        {
            _faults.Add(Relative(path), 0, 0, "pack.too-large", $"The file has {length} bytes.",
                $"Keep at most {PackLimits.FileBytesMax}; data belongs in seed/ or comes by import.");
            return null;
        }
        return File.ReadAllBytes(path);
    }

    private List<string> Yaml(string folder)
    {
        var files = new List<string>();
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (IsLink(path)) continue;
            if (++_files == PackLimits.FilesMax + 1)
                _faults.Add(Id, 0, 0, "pack.too-large", $"The pack has more than {PackLimits.FilesMax} files.",
                    "Split it into several packs.");
            if (_files > PackLimits.FilesMax) break;
            if (Path.GetExtension(path) == ".yaml" && File.Exists(path)) files.Add(path);
            else AddUnknownFile(path, "Only files that end in .yaml belong here.");
        }
        return files;
    }

    private void CheckFile(string path, string name)
    {
        if (Files.Contains(name)) return;
        AddUnknownFile(path,
            Nearest.Of(name, Files) is { } near ? $"Did you mean '{near}'?"
            : $"Remove it; a pack has {string.Join(", ", Files)} and its folders.");
    }

    private void CheckStrings(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
            if (!IsLink(path) && !StringsReader.FileNames.Contains(Path.GetFileName(path)))
                AddUnknownFile(path, $"Only {string.Join(" and ", StringsReader.FileNames)} belong here.");
        foreach (var name in StringsReader.FileNames.Where(n => !File.Exists(Path.Combine(folder, n))))
            _faults.Add(Relative(Path.Combine(folder, name)), 0, 0, "pack.missing-file", $"The file {name} is missing.",
                "Add it: words come in both languages.");
    }

    private void CheckSeed(string folder)
    {
        foreach (var path in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (IsLink(path)) continue;
            if (Directory.Exists(path) || Path.GetExtension(path) is not (".csv" or ".jsonl"))
                AddUnknownFile(path, "Only files that end in .csv or .jsonl belong here.");
            else if (new FileInfo(path).Length > PackLimits.SeedBytesMax)
                _faults.Add(Relative(path), 0, 0, "pack.too-large", $"The file has {new FileInfo(path).Length} bytes.",
                    $"Keep at most {PackLimits.SeedBytesMax}; samples are small.");
        }
    }

    private void AddUnknownFile(string path, string mend) =>
        _faults.Add(Relative(path), 0, 0, "pack.unknown-file",
            $"The file '{Path.GetFileName(path)}' has no place here.", mend);

    private void AddUnknownFolder(string path, string name, IReadOnlyCollection<string> sectionFolders)
    {
        string[] known = [.. sectionFolders, .. Folders];
        var mend = Nearest.Of(name, known) is { } near ? $"Did you mean '{near}'?"
            : $"Remove it; known folders are {string.Join(", ", known)}.";
        _faults.Add(Relative(path), 0, 0, "pack.unknown-folder", $"The folder '{name}' has no place in a pack.", mend);
    }

    // A link could bring any file of the machine into a pack, and a ring of links an endless one.
    private bool IsLink(string path)
    {
        if (new FileInfo(path).LinkTarget is null && new DirectoryInfo(path).LinkTarget is null) return false;
        _faults.Add(Relative(path), 0, 0, "pack.link", "Symbolic links are not followed.", "Put the file itself here.");
        return true;
    }
}
