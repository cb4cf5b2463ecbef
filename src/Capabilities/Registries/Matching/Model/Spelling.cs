using System.Text;

namespace Lingnan.Registries.Matching.Model;

/// <summary>Texts as they are compared: width, case, spaces and middle dots make no difference.</summary>
internal static class Spelling
{
    /// <summary>Letters, digits and ideographs only, in compatibility form and lower case.</summary>
    public static string Fold(string text)
    {
        if (IsPlain(text)) return text;
        // A lone surrogate has no normal form; rows hold none, but this is called with anything.
        var folded = IsWellFormed(text) ? text.Normalize(NormalizationForm.FormKC) : text;
        var kept = new StringBuilder(folded.Length);
        foreach (var rune in folded.EnumerateRunes())
            if (Rune.IsLetterOrDigit(rune)) kept.Append(Rune.ToLowerInvariant(rune).ToString());
        return kept.ToString();
    }

    // Nearly every Chinese name: nothing to fold.
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is < '\u4e00' or > '\u9fff') return false;
        return true;
    }

    private static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i])) continue;
            if (!char.IsHighSurrogate(text[i]) || i + 1 == text.Length || !char.IsLowSurrogate(text[i + 1]))
                return false;
            i++;
        }
        return true;
    }
}
