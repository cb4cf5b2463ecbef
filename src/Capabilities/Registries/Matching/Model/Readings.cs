using System.Collections.Frozen;
using System.Text;

namespace Lingnan.Registries.Matching.Model;

/// <summary>
/// How Chinese texts are read, by the table beside this file (from Unicode's CLDR, under the Unicode License). Each
/// character has one reading; a surname may have another at the beginning of a name.
/// </summary>
internal static class Readings
{
    private static readonly (string?[] Plane, FrozenDictionary<int, string> Beyond, FrozenDictionary<int, string> First,
        FrozenDictionary<string, string[]> Pairs) Table = Read();

    /// <summary>The syllables of a folded text; runs of other letters and digits stand for themselves.</summary>
    public static string[] Of(string folded)
    {
        var syllables = new List<string>(folded.Length);
        var start = 0;
        if (folded.Length >= 2 && Table.Pairs.TryGetValue(folded[..2], out var pair))
        {
            syllables.AddRange(pair);
            start = 2;
        }
        var other = new StringBuilder();
        foreach (var rune in folded.AsSpan(start).EnumerateRunes())
        {
            var isFirst = start == 0 && syllables.Count == 0 && other.Length == 0;
            if (isFirst && Table.First.TryGetValue(rune.Value, out var surname)) syllables.Add(surname);
            else if (Of(rune) is { } syllable)
            {
                Flush();
                syllables.Add(syllable);
            }
            else if (rune.Value < 0x2E80) other.Append(rune.ToString());
            else
            {
                Flush();
                syllables.Add(rune.ToString());
            }
        }
        Flush();
        return [.. syllables];

        void Flush()
        {
            if (other.Length == 0) return;
            syllables.Add(other.ToString());
            other.Clear();
        }
    }

    private static string? Of(Rune rune) => rune.IsBmp
        ? Table.Plane[rune.Value]
        : Table.Beyond.GetValueOrDefault(rune.Value);

    private static (string?[], FrozenDictionary<int, string>, FrozenDictionary<int, string>,
        FrozenDictionary<string, string[]>) Read()
    {
        var plane = new string?[char.MaxValue + 1];
        var beyond = new Dictionary<int, string>();
        var first = new Dictionary<int, string>();
        var pairs = new Dictionary<string, string[]>(StringComparer.Ordinal);
        using var stream = typeof(Readings).Assembly.GetManifestResourceStream(
            "Lingnan.Registries.Matching.Model.pinyin.txt")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var parts = line.Split(' ');
            if (line[0] == '=') pairs[parts[0][1..]] = parts[1..];
            else if (line[0] == '^')
                foreach (var rune in parts[1].EnumerateRunes()) first[rune.Value] = parts[0][1..];
            else
                foreach (var rune in parts[1].EnumerateRunes())
                    if (rune.IsBmp) plane[rune.Value] = parts[0];
                    else beyond[rune.Value] = parts[0];
        }
        return (plane, beyond.ToFrozenDictionary(), first.ToFrozenDictionary(), pairs.ToFrozenDictionary());
    }
}
