using Dapper;
using Lingnan.Platform.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;

namespace Lingnan.Platform.Web;

/// <summary>What a supervisor or a balancer asks.</summary>
internal static class OperationsEndpoints
{
    public static void MapOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/healthz", () => Results.Json(new { status = "live" }))
            .ForEveryone("Supervisors ask it without an account; it tells only that the process answers.")
            .ExcludeFromDescription();
        endpoints.MapGet("/readyz", ReadyAsync)
            .ForEveryone("Balancers ask it without an account; it tells only yes or no.")
            .ExcludeFromDescription();
        endpoints.MapOpenApi("/openapi/{documentName}.json")
            .ForEveryone("The description of the interface is public, as the interface's code is.")
            .CacheOutputHeader();
    }

    private static async Task<IResult> ReadyAsync(
        IDatabase database, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested) return NotReady("stopping");
        try
        {
            await using var session = await database.ReadAsync(cancellationToken);
            // The schema runner writes a row for each file, so a database without rows is not migrated.
            var applied = await session.Connection.ExecuteScalarAsync<long>(
                "SELECT COUNT(*) FROM platform_schema", transaction: session.Transaction);
            return applied > 0 ? Results.Json(new { status = "ready" }) : NotReady("schema");
        }
        catch (Exception e) when (e is System.Data.Common.DbException or FaultException)
        {
            return NotReady("database");
        }
    }

    private static IResult NotReady(string waits) =>
        Results.Json(new { status = "not-ready", waits }, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static void CacheOutputHeader(this IEndpointConventionBuilder builder) => builder.Add(endpoint =>
    {
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Response.Headers.CacheControl = "public, max-age=300";
            return next(context);
        };
    });
}
