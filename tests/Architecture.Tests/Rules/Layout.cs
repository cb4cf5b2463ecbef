using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Lingnan.Architecture.Tests.Rules;

/// <summary>Where files stand, and what the solution and the records of decisions must hold.</summary>
internal static partial class Layout
{
    public const int ReadmeLines = 120;

    private static readonly HashSet<string> RootNames = new(StringComparer.Ordinal)
    {
        "README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "NOTICE",
        "lingnan",
        "Lingnan.slnx", "global.json", "nuget.config", "BannedSymbols.txt", "package.json", "package-lock.json",
    };

    private static readonly string[] Judged = ["src/", "tests/", "cities/", "bench/"];

    public static IEnumerable<string> StrangersAtRoot(IEnumerable<string> names) => names
        .Where(n => !RootNames.Contains(n) && !n.StartsWith('.') && !BuildFile().IsMatch(n))
        .Select(n => $"{n} does not belong at the root");

    public static IEnumerable<string> OutsideSolution(ProjectFile solution, IEnumerable<string> projects)
    {
        var known = XDocument.Parse(solution.Text).Descendants("Project").Select(p => (string?)p.Attribute("Path"))
            .ToHashSet();
        return projects.Where(p => Judged.Any(j => p.StartsWith(j, StringComparison.Ordinal)) && !known.Contains(p))
            .Select(p => $"{p} is not in {solution.Path}");
    }

    public static IEnumerable<string> OwnVersions(IEnumerable<ProjectFile> projects) =>
        from project in projects
        from package in XDocument.Parse(project.Text).Descendants("PackageReference")
        where package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null
            || package.Element("Version") is not null
        select $"{project.Path}: {(string?)package.Attribute("Include")} has a version of its own";

    public static IEnumerable<string> FaultyDecisions(IEnumerable<ProjectFile> records)
    {
        foreach (var record in records)
        {
            var name = DecisionName().Match(record.Name);
            if (!name.Success)
            {
                yield return $"{record.Path}: the name is not yymm-slug.md";
                continue;
            }

            if (!record.Lines[0].StartsWith($"# {name.Groups[1].Value} ", StringComparison.Ordinal))
                yield return $"{record.Path}: the title does not begin with # {name.Groups[1].Value}";
            if (!record.Lines.Any(l => Status().IsMatch(l))) yield return $"{record.Path}: no known status";
        }
    }

    [GeneratedRegex(@"^Directory\.\w+\.(props|targets)$")]
    private static partial Regex BuildFile();

    [GeneratedRegex(@"^(\d{4})-[a-z0-9-]+\.md$")]
    private static partial Regex DecisionName();

    [GeneratedRegex(@"^\*\*Status\*\* (proposed|accepted|rejected|superseded by \d{4}-[a-z0-9-]+)$")]
    private static partial Regex Status();
}
