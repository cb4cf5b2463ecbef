namespace Lingnan.Kernel;

/// <summary>The first two digits of GB/T 2260, which change by law only and so are kept in code.</summary>
internal static class Provinces
{
    private static readonly HashSet<int> Codes =
    [
        11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46,
        50, 51, 52, 53, 54, 61, 62, 63, 64, 65, 71, 81, 82,
    ];

    /// <summary>First two digits that no province has; made-up numbers begin with them.</summary>
    public const string Synthetic = "99";

    /// <summary>True when the text begins with the two digits of a province.</summary>
    public static bool Begin(ReadOnlySpan<char> digits) =>
        Codes.Contains((digits[0] - '0') * 10 + digits[1] - '0');
}
