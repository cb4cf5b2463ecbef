using System.Text.RegularExpressions;
using Lingnan.Web.Console;
using Lingnan.Web.Portal;
using Microsoft.AspNetCore.Components;

namespace Lingnan.Browser.Tests;

/// <summary>Addresses of every page, from the pages' own declarations.</summary>
internal static partial class PageAddresses
{
    /// <summary>Every address, such as <c>/console/registers/{Pack}/{Table}</c>.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { typeof(PortalSetup).Assembly, typeof(ConsoleSetup).Assembly }
            .SelectMany(a => a.GetTypes())
            .SelectMany(t => t.GetCustomAttributes(typeof(RouteAttribute), false).Cast<RouteAttribute>())
            .Select(r => r.Template).Order(StringComparer.Ordinal),
    ];

    /// <summary>The address that a path belongs to: the one with the fewest blanks; null for what is no page.</summary>
    public static string? Of(string path) => All
        .Where(a => Regex.IsMatch(path, "^" + Blank().Replace(a, "[^/]+") + "$"))
        .OrderBy(a => a.Count(c => c == '{')).FirstOrDefault();

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Blank();
}
