namespace Lingnan.Architecture.Tests;

/// <summary>One file of the working copy: its path from the root, with slashes, and its text.</summary>
internal sealed record ProjectFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public string[] Lines => Text.Split('\n');
}

/// <summary>The working copy that the tests judge.</summary>
internal static class Project
{
    private static readonly HashSet<string> Skipped = new(StringComparer.Ordinal)
    {
        "bin", "obj", "node_modules", "dist", "TestResults", ".git", ".vs", ".idea", ".lingnan", "data",
    };

    private static readonly HashSet<string> TextKinds = new(StringComparer.Ordinal)
    {
        ".cs", ".razor", ".csproj", ".props", ".targets", ".slnx", ".json", ".md", ".resx", ".yaml", ".yml", ".sql",
        ".css", ".js", ".mjs", ".ts", ".sh", ".txt", ".csv", ".html", ".config", ".service", "",
    };

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>Every text file but what a build or a run leaves behind.</summary>
    public static IReadOnlyList<ProjectFile> Files { get; } = [.. Read(new DirectoryInfo(Root))];

    public static IReadOnlyList<ProjectFile> CSharp { get; } = Under("", ".cs");

    public static IReadOnlyList<ProjectFile> Under(string folder, params string[] kinds) =>
    [
        .. Files.Where(f => f.Path.StartsWith(folder, StringComparison.Ordinal)
            && kinds.Any(k => f.Path.EndsWith(k, StringComparison.Ordinal))),
    ];

    private static IEnumerable<ProjectFile> Read(DirectoryInfo folder)
    {
        foreach (var file in folder.EnumerateFiles().Where(f => f.Name != ".git" && TextKinds.Contains(KindOf(f))))
        {
            var path = Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
            yield return new ProjectFile(path, File.ReadAllText(file.FullName).ReplaceLineEndings("\n"));
        }

        foreach (var inner in folder.EnumerateDirectories().Where(d => !Skipped.Contains(d.Name)))
            foreach (var file in Read(inner))
                yield return file;
    }

    // A dotfile's whole name counts as its extension.
    private static string KindOf(FileInfo file) => file.Name.StartsWith('.') ? "" : file.Extension;

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Lingnan.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside a working copy.");
    }
}
