using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Evolution;

/// <summary><c>/api/evolution</c>: changes of the shape of registers.</summary>
internal static class EvolutionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/evolution").WithTags("registries");
        api.MapGet("", async (IEvolution evolution, CancellationToken cancellationToken) =>
                Results.Json(await evolution.StepsAsync(cancellationToken)))
            .WithName("listEvolution").Produces<EvolutionStep[]>().Requires(PlatformPermissions.Jobs);
        api.MapGet("/{pack}/{table}/unread", async (
                string pack, string table, IEvolution evolution, CancellationToken cancellationToken) =>
                Results.Json(await evolution.UnreadAsync($"{pack}:{table}", cancellationToken)))
            .WithName("listUnreadValues").Produces<UnreadValue[]>().Requires(PlatformPermissions.Jobs);
        api.MapPost("/{pack}/{table}/pause", async (
                string pack, string table, IEvolution evolution, ICallerSource callers,
                CancellationToken cancellationToken) => (await evolution.PauseAsync(
                    $"{pack}:{table}", await callers.CurrentAsync(cancellationToken), cancellationToken))
                .ToHttp(_ => Results.NoContent()))
            .WithName("pauseEvolution").Requires(PlatformPermissions.Jobs);
        api.MapPost("/{pack}/{table}/resume", async (
                string pack, string table, IEvolution evolution, ICallerSource callers,
                CancellationToken cancellationToken) => (await evolution.ResumeAsync(
                    $"{pack}:{table}", await callers.CurrentAsync(cancellationToken), cancellationToken))
                .ToHttp(_ => Results.NoContent()))
            .WithName("resumeEvolution").Requires(PlatformPermissions.Jobs);
    }
}
