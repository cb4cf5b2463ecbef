namespace Lingnan.Catalog.Search;

/// <summary>Slots of the resources that hold a word, ascending, each with the weight of the best place it stands in.
/// </summary>
internal sealed class Postings
{
    private int[] _slots = new int[4];
    private byte[] _weights = new byte[4];

    public int Count { get; private set; }

    public ReadOnlySpan<int> Slots => _slots.AsSpan(0, Count);

    public byte WeightAt(int place) => _weights[place];

    /// <summary>Adds a slot that is higher than all before.</summary>
    public void Add(int slot, byte weight)
    {
        if (Count == _slots.Length)
        {
            Array.Resize(ref _slots, Count * 2);
            Array.Resize(ref _weights, Count * 2);
        }
        (_slots[Count], _weights[Count]) = (slot, weight);
        Count++;
    }

    /// <summary>The first place from the given one on whose slot is not lower than asked; <see cref="Count"/> where
    /// none is. Steps grow as they go, so that a long list is leapt over and a near slot found at once.</summary>
    public int Seek(int slot, int from)
    {
        var (low, step) = (from, 1);
        while (low + step < Count && _slots[low + step] < slot)
        {
            low += step;
            step *= 2;
        }
        var (first, last) = (low, Math.Min(low + step, Count));
        while (first < last)
        {
            var middle = (first + last) / 2;
            if (_slots[middle] < slot) first = middle + 1;
            else last = middle;
        }
        return first;
    }

    /// <summary>One list of all, a slot of several with its highest weight.</summary>
    public static Postings Union(IReadOnlyList<Postings> lists)
    {
        var weights = new SortedDictionary<int, byte>();
        foreach (var list in lists)
            for (var i = 0; i < list.Count; i++)
                weights[list._slots[i]] = Math.Max(list._weights[i], weights.GetValueOrDefault(list._slots[i]));
        var union = new Postings();
        foreach (var (slot, weight) in weights) union.Add(slot, weight);
        return union;
    }
}
