using System.Globalization;

namespace Lingnan.Registries.Model;

/// <summary>The order of Chinese words by pinyin, made once when a row is written,
/// so that both engines order alike.</summary>
internal static class Pinyin
{
    private static readonly CompareInfo Chinese = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    // What parts the first level of a sort key, that of the syllables, from the next (Unicode TR10, 4.3).
    private const byte LevelEnd = 1;

    /// <summary>Text whose byte order is the order of the collation.</summary>
    public static string Key(string text)
    {
        var key = Chinese.GetSortKey(text).KeyData;
        return Hex(key);
    }

    /// <summary>What the keys of all words begin with that begin with this; null where it is not of Chinese characters,
    /// ASCII letters and digits alone, for others may weigh otherwise before what follows.</summary>
    public static string? Beginning(string text)
    {
        if (text.Length == 0 || text.Any(c => c is not (>= '\u4E00' and <= '\u9FFF') && !char.IsAsciiLetterOrDigit(c)))
            return null;
        var key = Chinese.GetSortKey(text).KeyData;
        return Array.IndexOf(key, LevelEnd) is var end and > 0 ? Hex(key.AsSpan(0, end)) : null;
    }

    private static string Hex(ReadOnlySpan<byte> key) =>
        Convert.ToHexStringLower(key[..Math.Min(key.Length, RegistriesLimits.PinyinKeyBytesMax)]);
}
