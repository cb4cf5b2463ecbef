using System.Globalization;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Features;
using Lingnan.Catalog.Search;
using Lingnan.Platform.Tables;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Catalog.Export;

/// <summary>The published catalogue as the table of the guide: a row for each item, the resource's metadata
/// repeated.</summary>
internal static class GuideTable
{
    private static readonly string[] Columns =
    [
        "class", "item", "category", "detail", "title", "code", "provider", "provider-code", "summary", "format",
        "item-title", "item-type", "share", "share-condition", "share-method", "open", "open-condition", "cycle",
        "published", "related",
    ];

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/catalog/export", RunAsync).WithName("exportCatalog").WithTags("catalog").WithLongTime()
            .ForEveryone("Only published entries of the catalogue are in it, as on its pages.");

    private static async Task<IResult> RunAsync(
        HttpContext http, string? format, PublishedResources published, IWords words)
    {
        if (!TableAnswer.Knows(format)) return CatalogErrors.BadFormat(format!).ToHttp();
        var stop = http.RequestAborted;
        IReadOnlyList<string> headers = [.. Columns.Select(c => words[$"catalog.column.{c}"])];
        await using var writer = await TableAnswer.OpenAsync(http, format, "catalog", headers);
        await foreach (var resource in published.AllAsync(stop))
            foreach (var item in resource.Description.Items)
                await writer.WriteAsync(Cells(resource, item, words).Select(c => c ?? ""), stop);
        await writer.EndAsync(stop);
        return Results.Empty;
    }

    private static IEnumerable<string?> Cells(Resource resource, ResourceItem item, IWords words)
    {
        var d = resource.Description;
        string Word<T>(string facet, T choice) where T : struct, Enum =>
            words[$"catalog.{facet}.{IndexedResource.Word(choice)}"];
        return
        [
            d.Classification[..1], d.Classification[1..3], d.Classification[3..6], d.Classification[6..],
            d.Title.ToString(), resource.Code, d.Provider.ToString(), d.ProviderCode, d.Summary.ToString(),
            string.Join('、', d.Formats.Select(f => Word("format", f))), item.Title.ToString(), Word("type", item.Type),
            Word("share", item.Share), d.ShareCondition ?? d.LegalBasis, Word("method", d.ShareMethod),
            Word("open", item.Open), d.OpenCondition, Word("cycle", d.Cycle),
            resource.PublishedAt?.ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            string.Join('、', d.Related),
        ];
    }
}
