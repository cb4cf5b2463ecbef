using CsCheck;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Search;

namespace Lingnan.Catalog.Tests;

public class SearchIndexTests
{
    private static readonly int Format = CatalogFacets.All.ToList().IndexOf(CatalogFacets.Format);
    private static readonly string[] Words = ["桥梁", "梁名", "名录", "水库", "water", "list", "梁"];
    private static readonly string[][] Reaches = [[], [""], ["441900003"]];
    private static readonly Gen<string> Word = Gen.Int[0, Words.Length - 1].Select(n => Words[n]);

    // A change of a resource comes as the same code once more.
    private static readonly Gen<IndexedResource> Resource =
        from code in Gen.Int[1, 60]
        from isPublic in Gen.Bool
        from town in Gen.Bool.Select(b => b ? "441900003" : "441900121")
        from words in Gen.Select(Word, Gen.Byte[1, 8]).Array[0, 6]
        from numbers in Gen.Int[0, 3].Array[CatalogFacets.All.Count]
        from formats in Gen.Int[0, 3].Array[1, 3]
        select new IndexedResource(
            $"101001/{code:000000}", isPublic, town,
            words.GroupBy(w => w.Item1).ToDictionary(w => w.Key, w => w.First().Item2),
            [
                .. numbers.Select((n, f) => (IReadOnlyList<string>)(f == Format
                    ? [.. formats.Distinct().Select(n => $"v{n}")] : [$"v{n}"])),
            ],
            new("局", "Bureau"));

    private static readonly Gen<IndexQuery> Query =
        from words in Word.Array[0, 3]
        from chosen in Gen.Int[0, 3].Array[0, 2].Array[CatalogFacets.All.Count]
        from isNarrow in Gen.Bool.Array[CatalogFacets.All.Count]
        from reach in Gen.Int[0, 2].Select(n => Reaches[n])
        select new IndexQuery(
            [.. words.Distinct()],
            [.. chosen.Select((c, f) => isNarrow[f] ? c.Select(n => $"v{n}").ToList() : [])], reach, null, 5);

    [Fact]
    public void What_is_found_is_what_a_look_at_each_resource_finds() =>
        Gen.Select(Resource.Array[0, 200], Query).Sample((resources, query) =>
        {
            var index = new SearchIndex();
            foreach (var resource in resources) index.Put(resource);
            var alive = resources.GroupBy(r => r.Code).Select(g => g.Last()).Where(r => IsSeen(r, query)).ToList();
            var found = alive.Where(r => Fails(r, query).Count == 0).Select(r => r.Code).ToHashSet();
            var told = new List<string>();
            IndexAnswer answer;
            do
            {
                answer = index.Find(query);
                Assert.Equal(found.Count, answer.Total);
                told.AddRange(answer.Page.Select(p => p.Code));
                query = query with { After = answer.Page.LastOrDefault() };
            }
            while (answer.HasMore);
            Assert.Equal(found.Order(), told.Order());
            for (var f = 0; f < CatalogFacets.All.Count; f++)
                Assert.Equal(
                    alive.Where(r => Fails(r, query).All(failed => failed == f)).SelectMany(r => r.FacetValues[f])
                        .CountBy(v => v).OrderBy(v => v.Key).Select(v => (v.Key, v.Value)),
                    answer.Facets[CatalogFacets.All[f]].OrderBy(v => v.Value).Select(v => (v.Value, v.Count)));
        });

    private static bool IsSeen(IndexedResource resource, IndexQuery query) =>
        (resource.IsPublic || query.Reach.Any(p => resource.Region!.StartsWith(p, StringComparison.Ordinal)))
        && query.Tokens.All(t => t == "梁" ? resource.Tokens.Keys.Any(k => k.Contains(t, StringComparison.Ordinal))
            : resource.Tokens.ContainsKey(t));

    private static List<int> Fails(IndexedResource resource, IndexQuery query) =>
    [
        .. Enumerable.Range(0, query.Chosen.Count).Where(
            f => query.Chosen[f].Count > 0 && !resource.FacetValues[f].Intersect(query.Chosen[f]).Any()),
    ];
}
