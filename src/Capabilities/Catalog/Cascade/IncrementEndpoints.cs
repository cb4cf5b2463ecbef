using System.Globalization;
using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Catalog.Cascade;

/// <summary><c>/api/catalog/increments</c>: what changed here, one JSON object a line, for the catalogue above; and the
/// same lines from the catalogues below.</summary>
internal static class IncrementEndpoints
{
    /// <summary>Kind of the feed.</summary>
    public const string Lines = "application/x-ndjson";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/catalog").WithTags("catalog");
        api.MapGet("/increments", FeedAsync).WithName("catalogIncrements").WithLongTime()
            .ForEveryone("Only what is published is in it, and the codes of what was published and then withdrawn.");
        api.MapPost("/increments", ReceiveAsync).WithName("receiveCatalogIncrements").WithUpload()
            .DisableAntiforgery().Requires(CatalogPermissions.Publish);
    }

    private static async Task<IResult> FeedAsync(
        HttpContext http, string? after, string? limit, IncrementFeed feed, CancellationToken cancellationToken)
    {
        if (!TryRead(after, 0, out var position)) return CatalogErrors.BadPosition().ToHttp();
        if (!TryRead(limit, CatalogLimits.FeedLinesMax, out var lines) || lines is < 1 or > CatalogLimits.FeedLinesMax)
            return CatalogErrors.BadFeedLimit().ToHttp();
        http.Response.ContentType = Lines;
        http.Response.Headers.CacheControl = "no-cache";
        foreach (var increment in await feed.AfterAsync(position, (int)lines, cancellationToken))
            await http.Response.Body.WriteAsync(
                (byte[])[.. JsonSerializer.SerializeToUtf8Bytes(increment, Descriptions.Json), (byte)'\n'],
                cancellationToken);
        return Results.Empty;
    }

    private static async Task<IResult> ReceiveAsync(
        HttpContext http, string? from, ReceiveIncrements receive, ICallerSource callers, IWords words,
        CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        var received = await receive.RunAsync(from ?? "", http.Request.Body, caller, cancellationToken);
        return received.ToHttp(r => Results.Json(new
        {
            r.Created, r.Changed, r.Withdrawn, r.Unchanged, r.Refused, r.Position,
            faults = r.Faults.Select(f =>
            {
                var said = words.Of(f.Error);
                return new { f.Line, resource = f.Code, f.Error.Code, said.Title, said.Mend };
            }),
        }));
    }

    private static bool TryRead(string? text, long otherwise, out long number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text)
            || long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
