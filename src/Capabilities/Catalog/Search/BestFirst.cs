namespace Lingnan.Catalog.Search;

/// <summary>The best of many after the place where the page before ended: best first, then by code.</summary>
/// <param name="limit">How many are kept; one more is held, to know that there are more.</param>
/// <param name="after">Where the page before ended, or null for the first.</param>
internal sealed class BestFirst(int limit, IndexPosition? after)
{
    // The worst of the best stands first, to be dropped when a better one comes.
    private readonly PriorityQueue<string, (float Score, string Code)> _best = new(limit + 1, Worst.Instance);

    public void Offer(float score, string code)
    {
        var place = (score, code);
        if (after is not null && Worst.Instance.Compare(place, (after.Score, after.Code)) >= 0) return;
        if (_best.Count <= limit) _best.Enqueue(code, place);
        else if (_best.TryPeek(out _, out var worst) && Worst.Instance.Compare(place, worst) > 0)
            _best.DequeueEnqueue(code, place);
    }

    /// <summary>What was kept, in order; empties it.</summary>
    public (IReadOnlyList<IndexPosition> Page, bool HasMore) Take()
    {
        var hasMore = _best.Count > limit;
        if (hasMore) _best.Dequeue();
        var page = new IndexPosition[_best.Count];
        for (var i = page.Length - 1; i >= 0; i--)
        {
            _best.TryDequeue(out _, out var place);
            page[i] = new IndexPosition(place.Score, place.Code);
        }
        return (page, hasMore);
    }

    private sealed class Worst : IComparer<(float Score, string Code)>
    {
        public static readonly Worst Instance = new();

        public int Compare((float Score, string Code) x, (float Score, string Code) y) =>
            x.Score.CompareTo(y.Score) is var byScore and not 0 ? byScore : string.CompareOrdinal(y.Code, x.Code);
    }
}
