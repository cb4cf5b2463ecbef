using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Matching.Model;

/// <summary>How like two values are, from 0 to 1. Symmetric; 1 for equal ones. Pure.</summary>
internal static class Likenesses
{
    /// <summary>Names that only sound alike: likelier one person miswritten than two, but no proof.</summary>
    private const double SoundsAlike = 0.85;

    /// <summary>Syllables that southern speakers and careless typists exchange.</summary>
    private const double NearSyllable = 0.8;

    public static double Of(Likeness by, Comparand a, Comparand b)
    {
        if (a.Text == b.Text) return 1;
        return by switch
        {
            Likeness.Name => Math.Max(Edits(a.Folded, b.Folded), SoundsAlike * Sound(a.Syllables, b.Syllables)),
            Likeness.Pinyin => Sound(a.Syllables, b.Syllables),
            Likeness.Date => Dates(a.Text, b.Text),
            Likeness.Address => Addresses.Compare(a.Address, b.Address),
            Likeness.Code => Codes(a.Folded, b.Folded),
            _ => a.Folded == b.Folded ? 1 : 0,
        };
    }

    /// <summary>One less the share of characters that must be changed, left out, put in or exchanged with the
    /// next.</summary>
    public static double Edits(string a, string b)
    {
        var longest = Math.Max(a.Length, b.Length);
        return longest == 0 ? 1 : 1 - (double)Distance(a, b) / longest;
    }

    // A number with more than two slips in it is another number.
    private static double Codes(string a, string b)
    {
        if (a == b) return 1;
        var longest = Math.Max(a.Length, b.Length);
        var distance = Distance(a, b);
        return distance > 2 || longest < 4 ? 0 : 1 - (double)distance / longest;
    }

    /// <summary>How like two readings are.</summary>
    public static double Sound(string[] a, string[] b)
    {
        var longest = Math.Max(a.Length, b.Length);
        if (longest == 0) return 1;
        // Written in letters on one side only, syllables are not parted in the same places.
        if (a.Length != b.Length && (IsLatin(a) || IsLatin(b))) return Edits(string.Concat(a), string.Concat(b));
        var last = new double[b.Length + 1];
        var row = new double[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
                row[j] = Math.Min(
                    Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + 1 - Syllables(a[i - 1], b[j - 1]));
            (last, row) = (row, last);
        }
        return Math.Clamp(1 - last[b.Length] / longest, 0, 1);
    }

    private static bool IsLatin(string[] syllables) => syllables.Any(s => s.Length > 6);

    private static double Syllables(string a, string b)
    {
        if (a == b) return 1;
        return Near(a) == Near(b) ? NearSyllable : 0;
    }

    // zh/z, ch/c, sh/s, n/l and the endings with and without g.
    private static string Near(string syllable)
    {
        var near = syllable;
        if (near.Length > 1 && near[1] == 'h' && near[0] is 'z' or 'c' or 's' && near.Length > 2)
            near = near[0] + near[2..];
        if (near[0] == 'n') near = "l" + near[1..];
        return near.EndsWith("ng", StringComparison.Ordinal) ? near[..^1] : near;
    }

    private static double Dates(string a, string b)
    {
        if (a.Length != 10 || b.Length != 10) return 0;
        var (year, month, day) = (a[..4] == b[..4], a[5..7] == b[5..7], a[8..] == b[8..]);
        if (year && a[5..7] == b[8..] && a[8..] == b[5..7]) return 0.8;
        return (year, month, day) switch
        {
            (true, true, _) => Distance(a[8..], b[8..]) == 1 ? 0.8 : 0.7,
            (true, _, true) => 0.7,
            (_, true, true) => Distance(a[..4], b[..4]) == 1 ? 0.7 : 0.4,
            _ => 0,
        };
    }

    /// <summary>Edits with exchanges of neighbours (optimal string alignment).</summary>
    public static int Distance(string a, string b)
    {
        if (a == b) return 0;
        if (a.Length == 0 || b.Length == 0) return a.Length + b.Length;
        var before = new int[b.Length + 1];
        var last = new int[b.Length + 1];
        var row = new int[b.Length + 1];
        for (var j = 0; j <= b.Length; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                row[j] = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
