using System.Globalization;

namespace Lingnan.Registries.Model;

/// <summary>The order of Chinese words by pinyin, made once when a row is written,
/// so that both engines order alike.</summary>
internal static class Pinyin
{
    private static readonly CompareInfo Chinese = CultureInfo.GetCultureInfo("zh-CN").CompareInfo;

    /// <summary>Text whose byte order is the order of the collation.</summary>
    public static string Key(string text)
    {
        var key = Chinese.GetSortKey(text).KeyData;
        return Convert.ToHexStringLower(key.AsSpan(0, Math.Min(key.Length, RegistriesLimits.PinyinKeyBytesMax)));
    }
}
