using System.Globalization;
using System.Text;

namespace Lingnan.Catalog.Model;

/// <summary>Words of a text as they are searched: NFKC and lower case; runs of Latin letters and digits are one word,
/// Chinese is cut into pairs of neighbours. A single Chinese character stands alone only where it has no
/// neighbour.</summary>
internal static class Tokens
{
    public static IEnumerable<string> Of(string text)
    {
        var folded = Fold(text);
        var word = new StringBuilder();
        Rune? before = null;
        var paired = false;
        foreach (var rune in folded.EnumerateRunes())
        {
            var isHan = IsHan(rune);
            if (!isHan && before is { } lone)
            {
                if (!paired) yield return lone.ToString();
                (before, paired) = (null, false);
            }
            if (isHan)
            {
                if (word.Length > 0) yield return Take(word);
                if (before is { } left)
                {
                    yield return left + rune.ToString();
                    paired = true;
                }
                before = rune;
            }
            else if (Rune.IsLetterOrDigit(rune)) word.Append(rune.ToString());
            else if (word.Length > 0) yield return Take(word);
        }
        if (before is { } last && !paired) yield return last.ToString();
        if (word.Length > 0) yield return Take(word);
    }

    private static string Fold(string text)
    {
        try
        {
            return text.Normalize(NormalizationForm.FormKC).ToLower(CultureInfo.InvariantCulture);
        }
        catch (ArgumentException)
        {
            // Half of a surrogate pair: nothing can be found by it.
            return "";
        }
    }

    private static string Take(StringBuilder word)
    {
        var text = word.Length <= CatalogLimits.TokenMax ? word.ToString() : word.ToString(0, CatalogLimits.TokenMax);
        word.Clear();
        return text;
    }

    private static bool IsHan(Rune rune) => rune.Value is >= 0x3400 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF
        or >= 0x20000 and <= 0x323AF or 0x3007;
}
