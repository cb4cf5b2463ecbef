using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Catalog.Cascade;

/// <summary>Where a catalogue below is asked, as put.</summary>
/// <param name="Address">Address of its platform, or null where it sends by itself.</param>
internal sealed record ReporterBody(string? Address);

/// <summary><c>/api/catalog/reporters</c>: catalogues below and their last run.</summary>
internal static class CascadeEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/catalog/reporters").WithTags("catalog");
        api.MapGet("", async (ICascade cascade, ICallerSource callers, CancellationToken cancellationToken) =>
                await cascade.ListAsync(await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp())
            .WithName("listReporters").Produces<IReadOnlyList<Reporter>>().Requires(CatalogPermissions.Publish);
        api.MapPut("/{region}", SetAsync).WithName("setReporter").Produces<Reporter>()
            .Requires(CatalogPermissions.Publish);
        api.MapPost("/{region}/run", RunAsync).WithName("runReporter").WithLongTime().Produces<Reporter>()
            .Requires(CatalogPermissions.Publish);
    }

    private static async Task<IResult> SetAsync(
        string region, ReporterBody body, ICascade cascade, ICallerSource callers,
        CancellationToken cancellationToken) =>
        await cascade.SetAsync(
            region, body.Address, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> RunAsync(
        string region, ICascade cascade, ICallerSource callers, CancellationToken cancellationToken) =>
        await cascade.RunAsync(region, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
}
