using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Consents;

/// <summary>A consent as posted.</summary>
/// <param name="SubjectId">The person.</param>
/// <param name="Code">Code of the text.</param>
/// <param name="Version">Version of the text that was shown.</param>
/// <param name="Channel">One of <see cref="ConsentChannels"/>.</param>
/// <param name="Evidence">Number of the paper or recording.</param>
/// <param name="Until">Its last day, or null: until it is withdrawn.</param>
internal sealed record ConsentBody(
    string? SubjectId, string? Code, int? Version, string? Channel, string? Evidence, DateOnly? Until);

/// <summary>A withdrawal as posted.</summary>
/// <param name="Channel">One of <see cref="ConsentChannels"/>.</param>
/// <param name="Evidence">Number of the paper or recording.</param>
internal sealed record WithdrawalBody(string? Channel, string? Evidence);

/// <summary>Consents over HTTP.</summary>
internal static class ConsentEndpoints
{
    private const string Why = "People give and withdraw their own; officers need a permission, which is checked.";

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registries/consents").WithTags("consents");
        api.MapGet("/texts", (IConsents consents) => Results.Json(consents.Texts)).WithName("listConsentTexts")
            .Produces<IReadOnlyList<ConsentText>>().ForSignedIn("The texts are no secret, and name nobody.");
        api.MapGet("/of/{subjectId}", ListAsync).WithName("listConsents").Produces<IReadOnlyList<Consent>>()
            .ForSignedIn(Why);
        api.MapPost("", GiveAsync).WithName("giveConsent").Produces<Consent>().ForSignedIn(Why);
        api.MapPost("/{id}/withdrawal", WithdrawAsync).WithName("withdrawConsent").Produces<Consent>()
            .ForSignedIn(Why);
    }

    private static async Task<IResult> ListAsync(
        string subjectId, IConsents consents, ICallerSource callers, CancellationToken cancellationToken) =>
        await consents.OfAsync(
            subjectId, await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> GiveAsync(
        ConsentBody body, IConsents consents, ICallerSource callers, CancellationToken cancellationToken) =>
        await consents.GiveAsync(
            body.SubjectId ?? "", body.Code ?? "", body.Version ?? 0,
            new ConsentProof(body.Channel ?? "", body.Evidence, body.Until),
            await callers.CurrentAsync(cancellationToken), cancellationToken).ToHttp();

    private static async Task<IResult> WithdrawAsync(
        string id, WithdrawalBody body, IConsents consents, ICallerSource callers,
        CancellationToken cancellationToken) =>
        await consents.WithdrawAsync(
            id, body.Channel ?? "", body.Evidence, await callers.CurrentAsync(cancellationToken), cancellationToken)
            .ToHttp();
}
