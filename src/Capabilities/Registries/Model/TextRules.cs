using System.Globalization;
using System.Text;
using Lingnan.Kernel;

namespace Lingnan.Registries.Model;

/// <summary>Rules that hold for every text, whatever its field.</summary>
internal static class TextRules
{
    /// <summary>White space around values comes from spreadsheets and never means anything.</summary>
    public static string? Trim(string? text)
    {
        var trimmed = text?.Trim();
        return string.IsNullOrEmpty(trimmed) ? null : trimmed;
    }

    /// <summary>Full-width letters, digits and signs (U+FF01 to U+FF5E) as their ASCII twins;
    /// for codes and numbers only, since in names and addresses the full width may be meant.</summary>
    public static string Fold(string text) => text.Any(c => c is >= '\uFF01' and <= '\uFF5E')
        ? string.Create(text.Length, text, static (target, source) =>
        {
            for (var i = 0; i < source.Length; i++)
                target[i] = source[i] is >= '\uFF01' and <= '\uFF5E' ? (char)(source[i] - 0xFEE0) : source[i];
        })
        : text;

    /// <summary>Unicode characters, not UTF-16 units: a rare character outside the basic plane counts once.</summary>
    public static int Length(string text)
    {
        var length = 0;
        foreach (var _ in text.EnumerateRunes()) length++;
        return length;
    }

    /// <summary>The first character that no value may hold: control characters (they hide in spreadsheets,
    /// break lines of exports and cannot be kept by PostgreSQL), line separators, halves of surrogate pairs,
    /// and the replacement character that a wrong decoding leaves behind.</summary>
    public static Error? Forbidden(string text)
    {
        var position = 0;
        for (var i = 0; i < text.Length;)
        {
            position++;
            if (Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var used) != System.Buffers.OperationStatus.Done)
                return RegistriesErrors.BrokenCharacter(position);
            if (rune.Value == 0xFFFD) return RegistriesErrors.BrokenCharacter(position);
            if (IsControl(rune)) return RegistriesErrors.ControlCharacter(position, rune.Value);
            i += used;
        }
        return null;
    }

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0xFEFF or 0xFFFE or 0xFFFF;
}
