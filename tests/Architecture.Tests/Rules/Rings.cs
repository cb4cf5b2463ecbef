using System.Xml.Linq;

namespace Lingnan.Architecture.Tests.Rules;

/// <summary>References point inwards only: Kernel, then Platform and PackKit, then capabilities by tier, web,
/// host.</summary>
internal static class Rings
{
    // A capability may call only those of a lower tier; every other direction runs by event (docs/ARCHITECTURE.md).
    private static readonly string[][] Tiers =
    [
        ["Identity", "Catalog"],
        ["Registries", "Geo", "Ledgers", "Content"],
        ["Exchange", "Credentials", "Booking"],
        ["Services", "Sensing"],
        ["Incidents", "Projects", "Markets", "Tracing", "Health", "Learning"],
        ["Indicators"],
    ];

    public static IEnumerable<string> Faults(IEnumerable<ProjectFile> projects)
    {
        foreach (var project in projects)
        {
            if (RankOf(project.Path) is not { } rank)
            {
                yield return $"{project.Path}: no ring is known for this folder";
                continue;
            }

            foreach (var target in ReferencesOf(project))
                if (RankOf(target) is not { } inner || inner >= rank || !MayReach(project.Path, target))
                    yield return $"{project.Path} may not reference {target}";
        }
    }

    public static IEnumerable<string> PackagesOf(ProjectFile project) => XDocument.Parse(project.Text)
        .Descendants("PackageReference").Select(p => (string?)p.Attribute("Include") ?? "");

    public static IEnumerable<string> ReferencesOf(ProjectFile project)
    {
        var folder = "/" + project.Path[..(project.Path.LastIndexOf('/') + 1)];
        return XDocument.Parse(project.Text).Descendants("ProjectReference")
            .Select(r => ((string?)r.Attribute("Include") ?? "").Replace('\\', '/'))
            .Select(r => Path.GetFullPath(r, folder).TrimStart('/'));
    }

    // Lower is further in; null is a folder without a ring.
    private static int? RankOf(string path) => path.Split('/') switch
    {
        ["src", "Kernel", ..] => 0,
        ["src", "Platform" or "PackKit", ..] => 10,
        ["cities", ..] => 10,
        ["src", "Capabilities", var name, ..] => TierOf(name) is { } tier ? 20 + tier : null,
        ["packs", ..] => 30,
        ["src", "Web", "Kit", ..] => 15,
        ["src", "Web", ..] => 30,
        ["src", "Host", ..] => 40,
        _ => null,
    };

    private static int? TierOf(string name) =>
        Array.FindIndex(Tiers, t => t.Contains(name)) is >= 0 and var tier ? tier : null;

    // Rank alone would let the cities' generators be read by everything outside them: only the host seeds a city.
    // Capabilities draw no pages.
    private static bool MayReach(string from, string target) =>
        (!target.StartsWith("cities/", StringComparison.Ordinal)
            || from.StartsWith("src/Host/", StringComparison.Ordinal))
        && (!target.StartsWith("src/Web/", StringComparison.Ordinal)
            || from.StartsWith("src/Web/", StringComparison.Ordinal)
            || from.StartsWith("src/Host/", StringComparison.Ordinal));
}
