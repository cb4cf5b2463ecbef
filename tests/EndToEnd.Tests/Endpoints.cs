using System.Text.RegularExpressions;
using Lingnan.Host.City;
using Lingnan.Platform;
using Lingnan.Platform.Web;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>Every endpoint that the program has, found in the program itself.</summary>
internal static partial class Endpoints
{
    private static readonly Lazy<IReadOnlyList<SweptEndpoint>> Found = new(Find);

    public static IReadOnlyList<SweptEndpoint> All => Found.Value;

    /// <summary>True for what people open in a browser.</summary>
    public static bool IsPage(string route) =>
        !route.StartsWith("/api", StringComparison.Ordinal) && !route.StartsWith("/openapi", StringComparison.Ordinal);

    /// <summary><c>{id:long}</c> as <c>{id}</c>.</summary>
    public static string WithoutConstraints(string route) => Constraint().Replace(route, "{$1}");

    /// <summary>The route with values for its parameters.</summary>
    public static string Filled(string route, Func<string, string> value) =>
        Constraint().Replace(route, match => Uri.EscapeDataString(value(match.Groups[1].Value)));

    private static IReadOnlyList<SweptEndpoint> Find()
    {
        using var folder = new TempFolder();
        var options = new CityOptions { DataFolder = folder.Path, Preset = "hamlet" };
        var packs = CityPacks.Load(Path.Combine(RunningCity.Home, "packs")).Packs!;
        var app = CityHost.Build(options, packs, "http://127.0.0.1:0");
        return [.. app.CheckAccess().DistinctBy(e => (e.Method, e.Route))];
    }

    [GeneratedRegex(@"\{\*{0,2}([A-Za-z]+)[^}]*\}")]
    private static partial Regex Constraint();
}
