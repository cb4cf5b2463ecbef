using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Matching.Model;

/// <summary>Hashes of what must agree before rows are compared. Kept beside each row, so that candidates are found by
/// an index.</summary>
internal static class Blocks
{
    /// <summary>Stands for a block of which the row lacks a part; null in a table is one not worked out yet.</summary>
    public const long None = 0;

    /// <summary>The hash of a row in a block.</summary>
    public static long Of(IReadOnlyList<BlockPart> block, Func<string, Comparand?> value)
    {
        var hash = 14695981039346656037;
        foreach (var part in block)
        {
            if (value(part.Field) is not { } comparand) return None;
            var start = hash;
            foreach (var text in Texts(part.Form, comparand))
                foreach (var c in text) hash = (hash ^ c) * 1099511628211;
            if (hash == start) return None;
            hash = (hash ^ '\u001f') * 1099511628211;
        }
        // FNV spreads badly in its low bits; the index does not care, but 0 is taken.
        hash ^= hash >> 32;
        return hash == 0 ? 1 : unchecked((long)hash);
    }

    private static IEnumerable<string> Texts(BlockForm form, Comparand value) => form switch
    {
        BlockForm.Pinyin => value.Syllables,
        BlockForm.Initials => value.Syllables.Select(s => s[..1]),
        BlockForm.First => value.Folded.Length == 0 ? []
            : [value.Folded.EnumerateRunes().First().ToString()],
        BlockForm.Year => [Cut(value.Text, 4)],
        BlockForm.Day => [value.Text.Length == 10 ? value.Text[5..] : ""],
        BlockForm.County => [Cut(value.Text, 6)],
        BlockForm.Town => [value.Text.Length < 9 ? "" : value.Text[..9]],
        _ => [value.Folded],
    };

    private static string Cut(string text, int length) => text.Length < length ? "" : text[..length];
}
