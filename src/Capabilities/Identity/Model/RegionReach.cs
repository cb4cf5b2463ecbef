using Lingnan.Identity.Contracts;

namespace Lingnan.Identity.Model;

/// <summary>Which leading digits of a region code a unit answers for.</summary>
internal static class RegionReach
{
    /// <summary>The prefix that grants of a post in this unit reach: the whole city (<c>""</c>) for the city and its
    /// departments.</summary>
    public static string Of(UnitLevel level, string regionCode) =>
        level == UnitLevel.City ? "" : Significant(regionCode);

    /// <summary>The code without the zeros of the levels below it: 441900 → 4419, 441900003000 → 441900003.</summary>
    public static string Significant(string regionCode)
    {
        var code = regionCode.AsSpan();
        if (code.Length == 12 && code.EndsWith("000")) code = code[..9];
        if (code.Length == 9 && code.EndsWith("000")) code = code[..6];
        while (code.Length is > 0 and <= 6 && code.EndsWith("00")) code = code[..^2];
        return code.ToString();
    }

    /// <summary>True when <paramref name="outer"/> reaches everything that <paramref name="inner"/> reaches.</summary>
    public static bool Covers(string outer, string inner) => inner.StartsWith(outer, StringComparison.Ordinal);
}
