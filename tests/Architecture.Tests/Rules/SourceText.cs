using System.Text.RegularExpressions;

namespace Lingnan.Architecture.Tests.Rules;

/// <summary>What a source file may not say, and how long it and its lines may be.</summary>
internal static partial class SourceText
{
    public const int FileLines = 600;
    public const int LineLength = 120;

    public static IEnumerable<string> UnfinishedIn(IEnumerable<ProjectFile> files) =>
        from file in files
        from line in file.Lines.Select((text, at) => (text, at))
        where Unfinished().IsMatch(line.text)
        select $"{file.Path}:{line.at + 1}: {line.text.Trim()}";

    public static IEnumerable<string> LongFiles(IEnumerable<ProjectFile> files) =>
        files.Where(f => f.Lines.Length > FileLines).Select(f => $"{f.Path}: {f.Lines.Length} lines");

    public static IEnumerable<string> LongLines(IEnumerable<ProjectFile> files, int longest) =>
        from file in files
        from line in file.Lines.Select((text, at) => (text, at))
        where line.text.Length > longest
        select $"{file.Path}:{line.at + 1}: {line.text.Length} characters";

    public static IEnumerable<string> VagueNames(IEnumerable<string> paths) => paths
        .Where(p => VagueFile().IsMatch(Path.GetFileName(p)))
        .Select(p => $"{p}: the name says nothing");

    /// <summary>Paths of one machine, and hosts that only a build's own settings may name.</summary>
    public static IEnumerable<string> MachineWords(IEnumerable<ProjectFile> files) =>
        from file in files
        from line in file.Lines.Select((text, at) => (text, at))
        where Machine().IsMatch(line.text)
        select $"{file.Path}:{line.at + 1}: {line.text.Trim()}";

    [GeneratedRegex(@"#region|\bTODO\b|\bFIXME\b|NotImplementedException|coming soon|敬请期待|开发中",
        RegexOptions.IgnoreCase)]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"(Manager|Helpers?|Utils?|Utilities|Common|Base|Misc|Impl)\.[a-z.]+$")]
    private static partial Regex VagueFile();

    [GeneratedRegex(@"(?<![\w.~}-])/(work|farm)/|https?://[\w.-]*(nuget\.org|npmjs\.|npmmirror|pypi\.|/artifactory)")]
    private static partial Regex Machine();
}
