using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>The buttons of one's own consents, for pages without scripts.</summary>
internal static class ChangeConsent
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/me/consents/give", GiveAsync).ForSignedIn("Gives only the caller's own consent.")
            .DisableAntiforgery().ExcludeFromDescription();
        endpoints.MapPost("/me/consents/withdraw", WithdrawAsync)
            .ForSignedIn("Withdraws only the caller's own consent.").DisableAntiforgery().ExcludeFromDescription();
    }

    private static async Task<IResult> GiveAsync(
        [FromForm] string code, [FromForm] int version, ICallerSource callers, IConsents consents,
        CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        return Back(await consents.GiveAsync(
            caller.PersonId ?? "", code, version, new ConsentProof(ConsentChannels.Portal, caller.SessionId), caller,
            cancellationToken), "given");
    }

    private static async Task<IResult> WithdrawAsync(
        [FromForm] string id, ICallerSource callers, IConsents consents, CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        return Back(
            await consents.WithdrawAsync(id, ConsentChannels.Portal, caller.SessionId, caller, cancellationToken),
            "withdrawn");
    }

    private static IResult Back(Kernel.Result<Consent> changed, string done) =>
        changed.IsOk ? Results.LocalRedirect($"/me/consents?done={done}") : changed.ToHttp();
}
