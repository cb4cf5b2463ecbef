using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Matching;

/// <summary>A decision as posted.</summary>
/// <param name="Decision"><c>same</c>, <c>different</c>, <c>turned-away</c> or <c>later</c>.</param>
/// <param name="Reason">Why.</param>
internal sealed record DecisionBody(string? Decision, string? Reason);

/// <summary>The review desk over HTTP.</summary>
internal static class MatchEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var one = endpoints.MapGroup("/api/registries/{pack}/{table}/matching").WithTags("matching");
        one.MapGet("/cases", ListAsync).WithName("listMatchCases").Produces<MatchCases>()
            .Requires(RegistriesPermissions.Merge);
        one.MapPost("/doubles", DoublesAsync).WithName("findDoubles").Requires(RegistriesPermissions.Merge);
        var all = endpoints.MapGroup("/api/registries/matching/cases").WithTags("matching");
        all.MapGet("/{id}", GetAsync).WithName("getMatchCase").Produces<MatchComparison>()
            .Requires(RegistriesPermissions.Merge);
        all.MapPost("/{id}/decision", DecideAsync).WithName("decideMatchCase").Produces<MatchCase>()
            .Requires(RegistriesPermissions.Merge);
    }

    private static async Task<IResult> ListAsync(
        string pack, string table, IRegisters registers, IMatching matching, ICallerSource callers,
        [FromQuery] string? state, [FromQuery] string? cursor, [FromQuery] int? limit,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        return await matching.ListAsync(
            register, state ?? MatchStates.Open, cursor, limit ?? 50, await callers.CurrentAsync(cancellationToken),
            cancellationToken).ToHttp();
    }

    private static async Task<IResult> DoublesAsync(
        string pack, string table, IRegisters registers, IMatching matching, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var begun = await matching.FindDoublesAsync(
            register, await callers.CurrentAsync(cancellationToken), cancellationToken);
        return begun.ToHttp(job => Results.Accepted(null, new { jobId = job }));
    }

    private static async Task<IResult> GetAsync(
        string id, HttpContext http, IRegisters registers, IMatching matching, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        var told = await matching.GetAsync(id, await callers.CurrentAsync(cancellationToken), cancellationToken);
        if (told is { IsOk: true, Value: { Left: { } left } pair } && Register(registers, pair) is { } register)
            http.Response.Headers.ETag = RecordRequests.Tag(register, left.Version);
        return told.ToHttp();
    }

    private static async Task<IResult> DecideAsync(
        string id, DecisionBody body, HttpContext http, IRegisters registers, IMatching matching,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        int? seen = null;
        if (http.Request.Headers.IfMatch.Count > 0)
        {
            // Which shape the version belongs to follows from the register of the pair.
            var told = await matching.GetAsync(id, caller, cancellationToken);
            if (!told.IsOk) return told.Error.ToHttp();
            if (Register(registers, told.Value) is not { } register) return MatchingErrors.UnknownCase().ToHttp();
            var expected = RecordRequests.IfMatch(http.Request, register);
            if (!expected.IsOk) return expected.Error.ToHttp();
            seen = expected.Value;
        }
        return await matching.DecideAsync(
            id, body.Decision ?? "", body.Reason ?? "", caller, seen, cancellationToken).ToHttp();
    }

    private static RegistryDeclaration? Register(IRegisters registers, MatchComparison pair) =>
        pair.Case.Register.Split(':') is [var pack, var table] ? registers.Find(pack, table) : null;
}
