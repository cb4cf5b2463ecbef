using System.Globalization;
using System.Text;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Features;
using Lingnan.Catalog.Search;
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
        if (format is not (null or "csv")) return CatalogErrors.BadFormat(format).ToHttp();
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=\"catalog.csv\"";
        // A mark at the beginning, by which Excel knows the encoding.
        await using var writer = new StreamWriter(
            http.Response.Body, new UTF8Encoding(true), 16 * 1024, leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(Line(Columns.Select(c => words[$"catalog.column.{c}"])));
        await foreach (var resource in published.AllAsync(http.RequestAborted))
            foreach (var item in resource.Description.Items)
                await writer.WriteLineAsync(Line(Cells(resource, item, words)));
        await writer.FlushAsync(http.RequestAborted);
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

    private static string Line(IEnumerable<string?> cells) =>
        string.Join(',', cells.Select(c => Quote(Harmless(c ?? ""))));

    // Spreadsheets run cells that begin like a formula.
    private static string Harmless(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' ? "'" + text : text;

    private static string Quote(string text) => text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
