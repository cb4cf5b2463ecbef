using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>Ends the session of this browser.</summary>
internal static class SignOut
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/sign-out", RunAsync).ForEveryone("Ends only the session that the request itself carries.")
        .ExcludeFromDescription();

    private static async Task<IResult> RunAsync(
        HttpContext context, ICallerSource callers, ISessions sessions, CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        if (caller.SessionId is { } session) await sessions.EndAsync(caller, session, cancellationToken);
        SessionCookie.Clear(context);
        return Results.LocalRedirect("/");
    }
}
