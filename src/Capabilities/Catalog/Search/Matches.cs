namespace Lingnan.Catalog.Search;

/// <summary>Slots that hold every word of a question, with their scores: the rarest word is walked through, the others
/// are asked only for what it holds.</summary>
internal ref struct Matches
{
    private const float RarityMin = 0.1f;

    private readonly (Postings List, float Rarity)[] _words;
    private readonly int[] _places;
    private readonly int _all;
    private int _next;

    /// <param name="words">Lists of the words; none for every slot.</param>
    /// <param name="all">Slots there are.</param>
    public Matches(IEnumerable<Postings> words, int all)
    {
        _words = [.. words.OrderBy(w => w.Count).Select(w => (w, RarityOf(w.Count, all)))];
        _places = new int[_words.Length];
        _all = all;
    }

    public int Slot { get; private set; }

    public float Score { get; private set; }

    public bool MoveNext()
    {
        if (_words.Length == 0)
        {
            Slot = _next;
            return _next++ < _all;
        }
        var rarest = _words[0].List;
        while (_next < rarest.Count)
        {
            Slot = rarest.Slots[_next];
            _places[0] = _next++;
            if (!IsInAll()) continue;
            Score = 0;
            for (var w = 0; w < _words.Length; w++) Score += _words[w].List.WeightAt(_places[w]) * _words[w].Rarity;
            return true;
        }
        return false;
    }

    private readonly bool IsInAll()
    {
        for (var w = 1; w < _words.Length; w++)
        {
            var list = _words[w].List;
            var place = _places[w] = list.Seek(Slot, _places[w]);
            if (place == list.Count || list.Slots[place] != Slot) return false;
        }
        return true;
    }

    private static float RarityOf(int count, int all) =>
        Math.Max(RarityMin, 1 + MathF.Log((1f + all) / (1 + count)));
}
