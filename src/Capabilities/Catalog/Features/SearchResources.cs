using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Search;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Features;

/// <summary>Searches the catalogue with facets.</summary>
internal sealed class SearchResources(LiveIndex index, ReadResources read)
{
    public async Task<Result<CatalogPage>> RunAsync(
        CatalogQuery query, Caller caller, CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > CatalogLimits.PageRowsMax) return CatalogErrors.BadLimit();
        if (query.Text?.Length > CatalogLimits.SearchMax) return CatalogErrors.SearchTooLong();
        if (query.Facets.Values.Any(v => v.Count > CatalogLimits.FacetValuesMax)) return CatalogErrors.TooManyChoices();
        var after = Cursor(query.Cursor);
        if (!after.IsOk) return after.Error;
        var text = query.Text?.Trim() ?? "";
        var tokens = Tokens.Of(text).Distinct(StringComparer.Ordinal).Take(CatalogLimits.SearchTokensMax).ToList();
        // Something was asked of which nothing can be looked up: nothing is found, rather than everything.
        if (text.Length > 0 && tokens.Count == 0) return new CatalogPage([], null, 0, NoFacets());
        var answer = await index.FindAsync(
            new IndexQuery(
                tokens, [.. CatalogFacets.All.Select(f => query.Facets.GetValueOrDefault(f) ?? [])],
                caller.Reach(CatalogPermissions.Read), after.Value, query.Limit),
            cancellationToken);
        var items = await read.ManyAsync([.. answer.Page.Select(p => p.Code)], caller, cancellationToken);
        return new CatalogPage(
            items, answer.HasMore ? Cursor(answer.Page[^1]) : null, answer.Total, answer.Facets);
    }

    private static Dictionary<string, IReadOnlyList<FacetCount>> NoFacets() =>
        CatalogFacets.All.ToDictionary(f => f, _ => (IReadOnlyList<FacetCount>)[], StringComparer.Ordinal);

    private static string Cursor(IndexPosition position) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{position.Score:R} {position.Code}")));

    private static Result<IndexPosition?> Cursor(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return Result<IndexPosition?>.Ok(null);
        if (cursor.Length > CatalogLimits.SearchMax || !Base64Url.IsValid(cursor)) return CatalogErrors.BadCursor();
        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split(' ');
        return parts is [var score, var code]
            && float.TryParse(score, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new IndexPosition(value, code) : CatalogErrors.BadCursor();
    }
}
