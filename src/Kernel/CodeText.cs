namespace Lingnan.Kernel;

/// <summary>Folds what people type or paste into the one form the codes are checked in.</summary>
internal static class CodeText
{
    /// <summary>
    /// Trims white space (the ideographic space and the byte order mark too), turns full-width letters, digits and
    /// signs into their ASCII forms and small letters into capitals. Inner characters stay where they are, so that
    /// the position in an error is the one the user sees.
    /// </summary>
    public static string Fold(string? text)
    {
        if (text is null) return "";
        var trimmed = text.AsSpan().Trim().Trim('\uFEFF').Trim();
        return string.Create(trimmed.Length, trimmed, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++) target[i] = Fold(source[i]);
        });
    }

    /// <summary>1-based position of the first character outside <paramref name="allowed"/>, or 0.</summary>
    public static int FirstOutside(ReadOnlySpan<char> text, ReadOnlySpan<char> allowed) =>
        text.IndexOfAnyExcept(allowed) + 1;

    /// <summary>1-based position of the first character that is not an ASCII digit, or 0.</summary>
    public static int FirstNonDigit(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') + 1;

    /// <summary>The first and last characters with stars between; a text too short to hide anything is all
    /// stars.</summary>
    public static string Mask(string? text, int head, int tail)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var hidden = text.Length - head - tail;
        return hidden <= 0 ? new string('*', text.Length) : $"{text[..head]}{new string('*', hidden)}{text[^tail..]}";
    }

    private static char Fold(char c)
    {
        if (c is >= '\uFF01' and <= '\uFF5E') c = (char)(c - 0xFEE0);
        return char.IsAsciiLetterLower(c) ? (char)(c - 32) : c;
    }
}
