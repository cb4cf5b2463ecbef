using System.Reflection;
using System.Text.RegularExpressions;

namespace Lingnan.Architecture.Tests.Rules;

/// <summary>What leaves a capability, and what may not come into the portal or the engines.</summary>
internal static partial class Boundaries
{
    /// <summary>Public types outside <c>Contracts</c>, but the module.</summary>
    public static IEnumerable<string> Leaks(IEnumerable<Type> types, string module) => types
        .Where(t => t.IsVisible && t.Name != module && !t.IsNested)
        .Where(t => !$"{t.Namespace}.".Contains(".Contracts.", StringComparison.Ordinal))
        // The compiler's and the SDK's own types are not ours.
        .Where(t => t.Namespace?.StartsWith("Lingnan.", StringComparison.Ordinal) ?? false)
        .Select(t => $"{t.FullName} is public outside Contracts");

    public static IEnumerable<string> PortalFaults(IEnumerable<ProjectFile> files, params string[] libraries) =>
        from file in files
        from line in file.Lines.Select((text, at) => (text, at))
        where libraries.Any(l => line.text.Contains(l, StringComparison.OrdinalIgnoreCase))
            || Interactive().IsMatch(line.text)
        select $"{file.Path}:{line.at + 1}: {line.text.Trim()}";

    /// <summary>Pack ids as code; a comment or a sentence may give one as an example.</summary>
    public static IEnumerable<string> PackIdsIn(IEnumerable<ProjectFile> files, IReadOnlyList<string> ids)
    {
        var named = new Regex(
            $"\"({string.Join('|', ids.Select(Regex.Escape))})(:[a-z0-9-]+)?\"", RegexOptions.CultureInvariant);
        return from file in files
               from line in file.Lines.Select((text, at) => (text, at))
               where named.IsMatch(line.text)
               select $"{file.Path}:{line.at + 1}: {line.text.Trim()}";
    }

    public static Assembly Load(string project) => Assembly.Load("Lingnan." + project);

    [GeneratedRegex(@"@rendermode|Interactive(Server|WebAssembly|Auto)|<component[^>]+render-mode")]
    private static partial Regex Interactive();
}
