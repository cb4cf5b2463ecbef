using System.Globalization;

namespace Lingnan.Catalog.Model;

/// <summary>Codes of resources as texts. In addresses a hyphen stands for the slash.</summary>
internal static class Codes
{
    public static string Canonical(string text) => text.Trim()
        .Replace("%2F", "/", StringComparison.OrdinalIgnoreCase).Replace('-', '/');

    public static string InAddress(string code) => code.Replace('/', '-');

    public static string Of(string prefix, long sequence) =>
        string.Create(CultureInfo.InvariantCulture, $"{prefix}/{sequence:000000}");
}
