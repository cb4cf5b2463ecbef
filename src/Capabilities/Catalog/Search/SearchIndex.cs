using System.Buffers;
using System.Runtime.InteropServices;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Catalog.Search;

/// <summary>What is asked of the index.</summary>
/// <param name="Tokens">Words, all of which must be there; none for everything.</param>
/// <param name="Chosen">Chosen values by facet, in the order of <see cref="CatalogFacets.All"/>.</param>
/// <param name="Reach">Region prefixes in which drafts are seen.</param>
/// <param name="After">Where the page before ended, or null.</param>
/// <param name="Limit">Rows.</param>
internal sealed record IndexQuery(
    IReadOnlyList<string> Tokens, IReadOnlyList<IReadOnlyList<string>> Chosen, IReadOnlyList<string> Reach,
    IndexPosition? After, int Limit);

/// <summary>A place in the order: best first, then by code.</summary>
internal sealed record IndexPosition(float Score, string Code);

/// <summary>What the index found.</summary>
internal sealed record IndexAnswer(
    IReadOnlyList<IndexPosition> Page, bool HasMore, int Total,
    IReadOnlyDictionary<string, IReadOnlyList<FacetCount>> Facets);

/// <summary>
/// Words and facets of all resources, in memory: postings by token and one column of numbers for each facet. A changed
/// resource takes a new slot and leaves its old one dead. One writer or several readers at a time; the owner sees to
/// it.
/// </summary>
internal sealed class SearchIndex
{
    private static readonly int FormatFacet = CatalogFacets.All.ToList().IndexOf(CatalogFacets.Format);
    private static readonly int ClassFacet = CatalogFacets.All.ToList().IndexOf(CatalogFacets.Class);
    private static readonly int ProviderFacet = CatalogFacets.All.ToList().IndexOf(CatalogFacets.Provider);

    private readonly Dictionary<string, List<(int Slot, byte Weight)>> _postings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<IndexedSlot> _documents = [];
    private readonly FacetColumn[] _columns = [.. CatalogFacets.All.Select(_ => new FacetColumn())];
    private readonly Dictionary<string, LocalText> _providers = new(StringComparer.Ordinal);

    private readonly record struct IndexedSlot(string Code, string? Region, bool IsPublic, bool IsAlive);

    /// <summary>Slots that no longer stand for anything, of all.</summary>
    public (int Dead, int All) Size => (_documents.Count - _slots.Count, _documents.Count);

    public void Put(IndexedResource resource)
    {
        if (_slots.TryGetValue(resource.Code, out var old))
            _documents[old] = _documents[old] with { IsAlive = false };
        var slot = _documents.Count;
        _slots[resource.Code] = slot;
        _documents.Add(new IndexedSlot(resource.Code, resource.Region, resource.IsPublic, true));
        foreach (var (token, weight) in resource.Tokens)
            (CollectionsMarshal.GetValueRefOrAddDefault(_postings, token, out _) ??= []).Add((slot, weight));
        for (var f = 0; f < _columns.Length; f++) _columns[f].Add(resource.FacetValues[f], isMask: f == FormatFacet);
        _providers[resource.Provider.Zh] = resource.Provider;
    }

    public IndexAnswer Find(IndexQuery query)
    {
        var scores = ArrayPool<float>.Shared.Rent(Math.Max(1, _documents.Count));
        var hits = ArrayPool<byte>.Shared.Rent(Math.Max(1, _documents.Count));
        try
        {
            Array.Clear(scores, 0, _documents.Count);
            Array.Clear(hits, 0, _documents.Count);
            foreach (var token in query.Tokens) Score(token, scores, hits);
            return Collect(query, scores, hits);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scores);
            ArrayPool<byte>.Shared.Return(hits);
        }
    }

    private void Score(string token, float[] scores, byte[] hits)
    {
        var lists = Lists(token);
        var rarity = 1 + MathF.Log((1f + _documents.Count) / (1 + lists.Sum(l => l.Count)));
        if (rarity < 0.1f) rarity = 0.1f;
        // Of the lists that one character opens a document may stand in several; it counts once, by its highest bit.
        var mark = new HashSet<int>();
        foreach (var list in lists)
            foreach (var (slot, weight) in CollectionsMarshal.AsSpan(list))
            {
                if (lists.Count > 1 && !mark.Add(slot)) continue;
                scores[slot] += weight * rarity;
                hits[slot]++;
            }
    }

    // One Chinese character is no token where it has neighbours: every pair that holds it is looked up.
    private List<List<(int Slot, byte Weight)>> Lists(string token)
    {
        var own = _postings.GetValueOrDefault(token);
        if (!IsLone(token)) return own is null ? [] : [own];
        return [.. _postings.Where(p => p.Key.Contains(token, StringComparison.Ordinal)).Select(p => p.Value)];
    }

    private static bool IsLone(string token) => token.EnumerateRunes().Take(2).Count() == 1 && token[0] > 0x2FFF;

    private IndexAnswer Collect(IndexQuery query, float[] scores, byte[] hits)
    {
        var chosen = _columns.Select((c, f) => c.Choose(query.Chosen[f], f == FormatFacet)).ToArray();
        var counts = _columns.Select(c => new int[c.Count]).ToArray();
        // The worst of the best stands first, to be dropped when a better one comes.
        var best = new PriorityQueue<int, (float Score, string Code)>(Worst.Instance);
        var total = 0;
        var seesAll = query.Reach.Contains("");
        for (var slot = 0; slot < _documents.Count; slot++)
        {
            if (hits[slot] < query.Tokens.Count) continue;
            var document = _documents[slot];
            if (!document.IsAlive || !(seesAll || document.IsPublic || IsReached(document.Region, query.Reach)))
                continue;
            var failing = Failing(slot, chosen);
            if (failing == Two) continue;
            // A facet's own choice does not narrow its own counts, so that another value can be added.
            if (failing >= 0)
            {
                _columns[failing].CountIn(counts[failing], slot, failing == FormatFacet);
                continue;
            }
            for (var f = 0; f < _columns.Length; f++) _columns[f].CountIn(counts[f], slot, f == FormatFacet);
            total++;
            var place = (scores[slot], document.Code);
            if (query.After is { } after && Worst.Instance.Compare(place, (after.Score, after.Code)) >= 0) continue;
            if (best.Count <= query.Limit) best.Enqueue(slot, place);
            else if (best.TryPeek(out _, out var worst) && Worst.Instance.Compare(place, worst) > 0)
                best.DequeueEnqueue(slot, place);
        }
        var page = new List<IndexPosition>();
        while (best.TryDequeue(out _, out var place)) page.Add(new IndexPosition(place.Score, place.Code));
        page.Reverse();
        var hasMore = page.Count > query.Limit;
        if (hasMore) page.RemoveAt(page.Count - 1);
        return new IndexAnswer(page, hasMore, total, Facets(counts));
    }

    private const int Two = int.MaxValue;

    // The only facet whose choice the document fails; -1 for none, Two for several.
    private int Failing(int slot, bool[]?[] chosen)
    {
        var failing = -1;
        for (var f = 0; f < chosen.Length; f++)
        {
            if (chosen[f] is not { } wanted || _columns[f].Has(wanted, slot, f == FormatFacet)) continue;
            if (failing >= 0) return Two;
            failing = f;
        }
        return failing;
    }

    private static bool IsReached(string? region, IReadOnlyList<string> reach) =>
        region is not null && reach.Any(p => region.StartsWith(p, StringComparison.Ordinal));

    private Dictionary<string, IReadOnlyList<FacetCount>> Facets(int[][] counts)
    {
        var facets = new Dictionary<string, IReadOnlyList<FacetCount>>(StringComparer.Ordinal);
        for (var f = 0; f < _columns.Length; f++)
            facets[CatalogFacets.All[f]] =
            [
                .. counts[f].Select((count, value) => (count, value)).Where(c => c.count > 0)
                    .OrderByDescending(c => c.count).ThenBy(c => _columns[f].ValueOf(c.value), StringComparer.Ordinal)
                    .Take(CatalogLimits.FacetValuesMax)
                    .Select(c => new FacetCount(
                        _columns[f].ValueOf(c.value), TitleOf(f, _columns[f].ValueOf(c.value)), c.count)),
            ];
        return facets;
    }

    private LocalText? TitleOf(int facet, string value) =>
        facet == ClassFacet ? Model.Classifications.TitleOf(value)
        : facet == ProviderFacet && _providers.TryGetValue(value, out var provider) ? provider
        : null;

    private sealed class Worst : IComparer<(float Score, string Code)>
    {
        public static readonly Worst Instance = new();

        public int Compare((float Score, string Code) x, (float Score, string Code) y) =>
            x.Score.CompareTo(y.Score) is var byScore and not 0 ? byScore : string.CompareOrdinal(y.Code, x.Code);
    }
}
