using System.Numerics;

namespace Lingnan.Catalog.Search;

/// <summary>The values of one facet by number; a resource holds the number of its value, or a mask where it may have
/// several.</summary>
/// <param name="isMask">Whether a resource may have several values, of 32 at most.</param>
internal sealed class FacetColumn(bool isMask)
{
    private readonly List<string> _values = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public string ValueOf(int number) => _values[number];

    /// <summary>What a resource with the values holds.</summary>
    public int Encode(IReadOnlyList<string> values) =>
        isMask ? values.Aggregate(0, (mask, v) => mask | (1 << NumberOf(v))) : NumberOf(values[0]);

    /// <summary>Which numbers are chosen, or null where nothing is chosen.</summary>
    public bool[]? Choose(IReadOnlyList<string> values)
    {
        if (values.Count == 0) return null;
        var chosen = new bool[isMask ? sizeof(int) * 8 : _values.Count];
        foreach (var value in values) if (_numbers.TryGetValue(value, out var number)) chosen[number] = true;
        return chosen;
    }

    public bool Has(bool[] chosen, int held)
    {
        if (!isMask) return chosen[held];
        for (var mask = (uint)held; mask != 0; mask &= mask - 1)
            if (chosen[BitOperations.TrailingZeroCount(mask)]) return true;
        return false;
    }

    public void CountIn(int[] counts, int held)
    {
        if (!isMask)
        {
            counts[held]++;
            return;
        }
        for (var mask = (uint)held; mask != 0; mask &= mask - 1) counts[BitOperations.TrailingZeroCount(mask)]++;
    }

    private int NumberOf(string value)
    {
        if (_numbers.TryGetValue(value, out var known)) return known;
        _values.Add(value);
        return _numbers[value] = _values.Count - 1;
    }
}
