using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>Ends another session of the same account, for a browser left behind somewhere.</summary>
internal static class EndSession
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/me/account/end-session", RunAsync)
            .ForSignedIn("Ends only the caller's own sessions.").DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> RunAsync(
        [FromForm] string id, ICallerSource callers, ISessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(await callers.CurrentAsync(cancellationToken), id, cancellationToken);
        return Results.LocalRedirect("/me/account?ended=1");
    }
}
