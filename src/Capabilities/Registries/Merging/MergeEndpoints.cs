using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Merging;

/// <summary>A merge as posted.</summary>
/// <param name="SurvivorId">The row that stays.</param>
/// <param name="LoserId">The row that is closed.</param>
/// <param name="Take">Fields whose value the survivor takes from the loser.</param>
/// <param name="Reason">Why; a preview needs none.</param>
/// <param name="SurvivorVersion">Version of the survivor that was looked at, or null.</param>
/// <param name="LoserVersion">Version of the loser that was looked at, or null.</param>
internal sealed record MergeBody(
    string? SurvivorId, string? LoserId, IReadOnlyList<string>? Take, string? Reason, int? SurvivorVersion,
    int? LoserVersion);

/// <summary>Why a merge is undone; a preview needs no reason.</summary>
internal sealed record UndoBody(string? Reason);

/// <summary>Merges over HTTP. With <c>?preview=true</c> it is told what would be done, and nothing is.</summary>
internal static class MergeEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapGroup("/api/registries/{pack}/{table}").WithTags("merges");
        one.MapPost("/merges", MergeAsync).WithName("mergeRecords").Produces<MergeOutcome>()
            .Requires(RegistriesPermissions.Merge);
        one.MapGet("/{id}/merges", OfAsync).WithName("listMergesOfRecord").Produces<Merge[]>()
            .Requires(RegistriesPermissions.Read);
        var all = endpoints.MapGroup("/api/registries/merges").WithTags("merges");
        all.MapGet("/{id}", GetAsync).WithName("getMerge").Produces<Merge>().Requires(RegistriesPermissions.Merge);
        all.MapPost("/{id}/undo", UndoAsync).WithName("undoMerge").Produces<UnmergeOutcome>()
            .Requires(RegistriesPermissions.Merge);
    }

    /// <summary>The answer for the id of a row that was merged into another: where that one is; null for other
    /// errors.</summary>
    public static IResult? Moved(RegistryDeclaration register, Error error) =>
        error.Code == MergingErrors.MergedInto("").Code && error.Args["into"] is string into
            ? new MovedResult($"/api/registries/{register.Pack}/{register.Table}/{into}", into)
            : null;

    private static async Task<IResult> MergeAsync(
        string pack, string table, MergeBody body, IRegisters registers, IMerges merges, ICallerSource callers,
        [FromQuery] bool? preview, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        if (body is not { SurvivorId: { } survivor, LoserId: { } loser }) return RegistriesErrors.BadBody().ToHttp();
        var request = new MergeRequest(
            survivor, loser, body.Take ?? [], body.Reason ?? "", body.SurvivorVersion, body.LoserVersion);
        var caller = await callers.CurrentAsync(cancellationToken);
        return await (preview == true
            ? merges.PreviewAsync(register, request, caller, cancellationToken)
            : merges.MergeAsync(register, request, caller, cancellationToken)).ToHttp();
    }

    private static async Task<IResult> UndoAsync(
        string id, UndoBody body, IMerges merges, ICallerSource callers, [FromQuery] bool? preview,
        CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        return await (preview == true
            ? merges.PreviewUndoAsync(id, caller, cancellationToken)
            : merges.UndoAsync(id, body.Reason ?? "", caller, cancellationToken)).ToHttp();
    }

    private static async Task<IResult> GetAsync(
        string id, IMerges merges, ICallerSource callers, CancellationToken cancellationToken) =>
        await merges.GetAsync(id, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> OfAsync(
        string pack, string table, string id, IRegisters registers, IMerges merges, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        return await merges.OfAsync(
            register, id, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
    }

    private sealed class MovedResult(string location, string mergedInto) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status301MovedPermanently;
            httpContext.Response.Headers.Location = location;
            // A merge can be undone, so nobody may remember where this led.
            httpContext.Response.Headers.CacheControl = "private, no-store";
            return httpContext.Response.WriteAsJsonAsync(new { mergedInto });
        }
    }
}
