using System.Text;

namespace Lingnan.Registries.Matching.Model;

/// <summary>An address as it is compared: its words and its numbers.</summary>
/// <param name="Pairs">Neighbouring characters of the words, in order.</param>
/// <param name="Numbers">Numbers in the order of the text, without leading noughts.</param>
internal sealed record AddressParts(string[] Pairs, string[] Numbers);

/// <summary>Compares addresses: the words may be left out at the front, the numbers must agree.</summary>
internal static class Addresses
{
    private const double NumbersShare = 0.4;
    private const string ChineseDigits = "〇一二三四五六七八九十";

    public static AddressParts Parse(string folded)
    {
        var words = new StringBuilder(folded.Length);
        var numbers = new List<string>();
        var number = new StringBuilder();
        for (var i = 0; i < folded.Length; i++)
        {
            if (char.IsAsciiDigit(folded[i])) number.Append(folded[i]);
            else if (DoorNumber(folded, i) is var (value, length) && number.Length == 0 && length > 0)
            {
                numbers.Add(value);
                i += length - 1;
            }
            else
            {
                Flush();
                words.Append(folded[i]);
            }
        }
        Flush();
        var text = words.ToString();
        var pairs = text.Length == 1 ? [text]
            : Enumerable.Range(0, Math.Max(text.Length - 1, 0)).Select(i => text.Substring(i, 2)).ToArray();
        Array.Sort(pairs, StringComparer.Ordinal);
        return new(pairs, [.. numbers]);

        void Flush()
        {
            if (number.Length == 0) return;
            var kept = number.ToString().TrimStart('0');
            numbers.Add(kept.Length == 0 ? "0" : kept);
            number.Clear();
        }
    }

    // 十二号, 二十楼, 三〇二室: Chinese digits are a number before such a word only; elsewhere they belong to a name (三元里).
    private static (string Value, int Length) DoorNumber(string text, int start)
    {
        var end = start;
        while (end < text.Length && ChineseDigits.Contains(text[end], StringComparison.Ordinal)) end++;
        if (end == start || end == text.Length || !"号號栋棟楼樓层層室座组組幢房巷".Contains(text[end], StringComparison.Ordinal))
            return ("", 0);
        return (Arabic(text[start..end]), end - start);
    }

    private static string Arabic(string digits)
    {
        var ten = digits.IndexOf('十', StringComparison.Ordinal);
        if (ten < 0)
            return string.Concat(digits.Select(d => ChineseDigits.IndexOf(d, StringComparison.Ordinal))).TrimStart('0');
        var tens = ten == 0 ? "1" : Arabic(digits[..ten]);
        return tens + (ten == digits.Length - 1 ? "0" : Arabic(digits[(ten + 1)..]));
    }

    public static double Compare(AddressParts a, AddressParts b)
    {
        var words = Words(a.Pairs, b.Pairs);
        var longest = Math.Max(a.Numbers.Length, b.Numbers.Length);
        if (longest == 0) return words;
        return (1 - NumbersShare) * words + NumbersShare * Common(a.Numbers, b.Numbers) / longest;
    }

    // Half by what they share of both, half by what they share of the shorter: 和平路8号 is all of 广东省东莞市莞城街道和平路8号.
    private static double Words(string[] a, string[] b)
    {
        if (a.Length == 0 || b.Length == 0) return a.Length == b.Length ? 1 : 0;
        var (i, j, shared) = (0, 0, 0);
        while (i < a.Length && j < b.Length)
        {
            var order = string.CompareOrdinal(a[i], b[j]);
            if (order == 0) shared++;
            if (order <= 0) i++;
            if (order >= 0) j++;
        }
        return (2.0 * shared / (a.Length + b.Length) + (double)shared / Math.Min(a.Length, b.Length)) / 2;
    }

    // Length of the longest common run of numbers in order, not necessarily side by side.
    private static int Common(string[] a, string[] b)
    {
        var last = new int[b.Length + 1];
        foreach (var number in a)
        {
            var row = new int[b.Length + 1];
            for (var j = 1; j <= b.Length; j++)
                row[j] = number == b[j - 1] ? last[j - 1] + 1 : Math.Max(last[j], row[j - 1]);
            last = row;
        }
        return last[^1];
    }
}
