using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform;

/// <summary>The plumbing's own face: health, audit log, jobs and parked events for those who run the city.</summary>
public sealed class PlatformModule : ICapability
{
    private const int PageMax = 200;

    /// <inheritdoc />
    public string Name => "platform";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => PlatformPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/platform").WithTags("platform");
        api.MapGet("/health", HealthAsync).Requires(PlatformPermissions.Operate);
        api.MapGet("/audit", AuditAsync).Requires(PlatformPermissions.Audit);
        api.MapGet("/audit/verify", (IAuditLog log, CancellationToken stop) => log.VerifyAsync(stop))
            .Requires(PlatformPermissions.Audit);
        api.MapGet("/jobs", (IJobs jobs, string? kind, int? limit, CancellationToken stop) =>
            jobs.ListAsync(kind, Math.Clamp(limit ?? 50, 1, PageMax), stop)).Requires(PlatformPermissions.Jobs);
        api.MapPost("/jobs/{id}/cancel", CancelAsync).Requires(PlatformPermissions.Jobs);
        api.MapGet("/parked", (IOutbox outbox, CancellationToken stop) => outbox.ParkedAsync(stop))
            .Requires(PlatformPermissions.Jobs);
        api.MapPost("/parked/{eventId:long}/{handler}/retry", RetryAsync).Requires(PlatformPermissions.Jobs);
    }

    private static async Task<IResult> HealthAsync(
        HealthReport report, IWords words, CancellationToken cancellationToken)
    {
        var findings = await report.LookAsync(cancellationToken);
        return Results.Json(findings.Select(finding =>
        {
            var says = words.Of(finding.Says);
            return new { finding.Check, finding.State, says.Title, says.Mend };
        }));
    }

    private static async Task<JsonHttpResult<AuditPage>> AuditAsync(
        IAuditLog log, string? subject, string? account, string? action, string? @object, DateTimeOffset? from,
        DateTimeOffset? to, string? cursor, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Json(await log.ReadAsync(
            new AuditQuery
            {
                SubjectId = subject, CallerId = account, ActionPrefix = action, Object = @object, From = from, To = to,
                Cursor = cursor, Limit = Math.Clamp(limit ?? 50, 1, PageMax),
            },
            cancellationToken));

    private static async Task<IResult> CancelAsync(string id, IJobs jobs, CancellationToken cancellationToken) =>
        await jobs.CancelAsync(id, cancellationToken)
            ? Results.NoContent()
            : Error.Of("platform.job.not-found", ("id", id)).ToHttp();

    private static async Task<IResult> RetryAsync(
        long eventId, string handler, IOutbox outbox, CancellationToken cancellationToken) =>
        await outbox.RetryAsync(eventId, handler, cancellationToken)
            ? Results.NoContent()
            : Error.Of("platform.parked.not-found", ("event", eventId)).ToHttp();
}
