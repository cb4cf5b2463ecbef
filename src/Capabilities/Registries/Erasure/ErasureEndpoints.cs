using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Erasure;

/// <summary>An erasure as asked for.</summary>
/// <param name="Basis">One of <see cref="ErasureBases"/>.</param>
/// <param name="CaseNumber">Case or task number.</param>
/// <param name="Reason">Why.</param>
internal sealed record ErasureBody(string? Basis, string? CaseNumber, string? Reason);

/// <summary>A decision as posted.</summary>
/// <param name="Approve">True to erase.</param>
/// <param name="Reason">Why.</param>
internal sealed record ErasureDecisionBody(bool? Approve, string? Reason);

/// <summary>Erasure and the check of keys over HTTP.</summary>
internal static class ErasureEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registries").WithTags("erasures");
        api.MapGet("/erasures", ListAsync).WithName("listErasures").Produces<ErasurePage>()
            .Requires(RegistriesPermissions.Erase);
        api.MapPost("/{pack}/{table}/{id}/erasure", AskAsync).WithName("askErasure").Produces<PersonErasure>()
            .Requires(RegistriesPermissions.Erase);
        api.MapPost("/erasures/{id}/decision", DecideAsync).WithName("decideErasure").Produces<PersonErasure>()
            .Requires(RegistriesPermissions.Erase);
        api.MapGet("/lost-keys", ReadKeysAsync).WithName("listLostKeys").Produces<LostKeyReport>()
            .Requires(RegistriesPermissions.CheckKeys);
        api.MapPost("/lost-keys/check", CheckKeysAsync).WithName("checkKeys").Produces<LostKeyReport>()
            .Requires(RegistriesPermissions.CheckKeys);
    }

    private static async Task<IResult> ListAsync(
        IErasures erasures, ICallerSource callers, [FromQuery] string? state, [FromQuery] string? cursor,
        [FromQuery] int? limit, CancellationToken cancellationToken) =>
        await erasures.ListAsync(
            state ?? ErasureStates.Asked, cursor, limit ?? 50, await callers.CurrentAsync(cancellationToken),
            cancellationToken).ToHttp();

    private static async Task<IResult> AskAsync(
        string pack, string table, string id, ErasureBody body, IRegisters registers, IErasures erasures,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        return await erasures.AskAsync(
            register, id, body.Basis ?? "", body.CaseNumber ?? "", body.Reason ?? "",
            await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
    }

    private static async Task<IResult> DecideAsync(
        string id, ErasureDecisionBody body, IErasures erasures, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        // What cannot be undone is never done by a body that leaves it open.
        if (body.Approve is not { } approve) return RegistriesErrors.BadBody().ToHttp();
        return await erasures.DecideAsync(
            id, approve, body.Reason ?? "", await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
    }

    private static async Task<IResult> ReadKeysAsync(
        ILostKeys keys, ICallerSource callers, CancellationToken cancellationToken) =>
        await keys.ReadAsync(await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> CheckKeysAsync(
        ILostKeys keys, ICallerSource callers, CancellationToken cancellationToken) =>
        await keys.CheckAsync(await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();
}
