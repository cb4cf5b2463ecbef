using System.Numerics;

namespace Lingnan.Catalog.Search;

/// <summary>Values of one facet, one number for each slot: the number of the value, or a mask where a resource has
/// several.</summary>
internal sealed class FacetColumn
{
    private readonly List<int> _slots = [];
    private readonly List<string> _values = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public int Count => _values.Count;

    public string ValueOf(int number) => _values[number];

    public void Add(IReadOnlyList<string> values, bool isMask) =>
        _slots.Add(isMask ? values.Aggregate(0, (mask, v) => mask | (1 << NumberOf(v))) : NumberOf(values[0]));

    /// <summary>Which numbers are chosen, or null where nothing is chosen.</summary>
    public bool[]? Choose(IReadOnlyList<string> values, bool isMask)
    {
        if (values.Count == 0) return null;
        var chosen = new bool[isMask ? sizeof(int) * 8 : _values.Count];
        foreach (var value in values) if (_numbers.TryGetValue(value, out var number)) chosen[number] = true;
        return chosen;
    }

    public bool Has(bool[] chosen, int slot, bool isMask)
    {
        var value = _slots[slot];
        if (!isMask) return chosen[value];
        for (var mask = (uint)value; mask != 0; mask &= mask - 1)
            if (chosen[BitOperations.TrailingZeroCount(mask)]) return true;
        return false;
    }

    public void CountIn(int[] counts, int slot, bool isMask)
    {
        var value = _slots[slot];
        if (!isMask)
        {
            counts[value]++;
            return;
        }
        for (var mask = (uint)value; mask != 0; mask &= mask - 1) counts[BitOperations.TrailingZeroCount(mask)]++;
    }

    private int NumberOf(string value)
    {
        if (_numbers.TryGetValue(value, out var known)) return known;
        _values.Add(value);
        return _numbers[value] = _values.Count - 1;
    }
}
