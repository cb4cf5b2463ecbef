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
/// Words and facets of all resources, in memory: postings by token, and of each resource the numbers of its facets in
/// one row. A changed resource takes a new slot and leaves its old one dead. One writer or several readers at a time;
/// the owner sees to it.
/// </summary>
internal sealed class SearchIndex
{
    private const int Several = int.MaxValue;

    private static readonly int ClassFacet = CatalogFacets.All.ToList().IndexOf(CatalogFacets.Class);
    private static readonly int ProviderFacet = CatalogFacets.All.ToList().IndexOf(CatalogFacets.Provider);

    private readonly Dictionary<string, Postings> _postings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly List<IndexedSlot> _documents = [];
    private readonly List<int> _facets = [];
    private readonly FacetColumn[] _columns =
        [.. CatalogFacets.All.Select(f => new FacetColumn(isMask: f == CatalogFacets.Format))];
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
            (CollectionsMarshal.GetValueRefOrAddDefault(_postings, token, out _) ??= new Postings()).Add(slot, weight);
        for (var f = 0; f < _columns.Length; f++) _facets.Add(_columns[f].Encode(resource.FacetValues[f]));
        _providers[resource.Provider.Zh] = resource.Provider;
    }

    public IndexAnswer Find(IndexQuery query)
    {
        var chosen = _columns.Select((c, f) => c.Choose(query.Chosen[f])).ToArray();
        var counts = _columns.Select(c => new int[c.Count]).ToArray();
        var best = new BestFirst(query.Limit, query.After);
        var total = 0;
        var seesAll = query.Reach.Contains("");
        var documents = CollectionsMarshal.AsSpan(_documents);
        var facets = CollectionsMarshal.AsSpan(_facets);
        var matches = new Matches(query.Tokens.Select(PostingsOf), documents.Length);
        while (matches.MoveNext())
        {
            ref readonly var document = ref documents[matches.Slot];
            if (!document.IsAlive || !(seesAll || document.IsPublic || IsReached(document.Region, query.Reach)))
                continue;
            var held = facets.Slice(matches.Slot * _columns.Length, _columns.Length);
            var failing = Failing(held, chosen);
            if (failing == Several) continue;
            // A facet's own choice does not narrow its own counts, so that another value can be added.
            if (failing >= 0)
            {
                _columns[failing].CountIn(counts[failing], held[failing]);
                continue;
            }
            for (var f = 0; f < held.Length; f++) _columns[f].CountIn(counts[f], held[f]);
            total++;
            best.Offer(matches.Score, document.Code);
        }
        var (page, hasMore) = best.Take();
        return new IndexAnswer(page, hasMore, total, Facets(counts));
    }

    // One Chinese character is no token where it has neighbours: every pair that holds it is looked up.
    private Postings PostingsOf(string token) =>
        IsLone(token)
            ? Postings.Union(
                [.. _postings.Where(p => p.Key.Contains(token, StringComparison.Ordinal)).Select(p => p.Value)])
            : _postings.GetValueOrDefault(token) ?? new Postings();

    private static bool IsLone(string token) => token.EnumerateRunes().Take(2).Count() == 1 && token[0] > 0x2FFF;

    // The only facet whose choice the document fails; -1 for none, Several for more than one.
    private int Failing(ReadOnlySpan<int> held, bool[]?[] chosen)
    {
        var failing = -1;
        for (var f = 0; f < chosen.Length; f++)
        {
            if (chosen[f] is not { } wanted || _columns[f].Has(wanted, held[f])) continue;
            if (failing >= 0) return Several;
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
                .. counts[f].Select((count, value) => (count, value))
                    .Where(c => c.count > 0 && _columns[f].ValueOf(c.value).Length > 0)
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
}
