using Lingnan.Identity.Contracts;
using Lingnan.Platform.Web;
using Lingnan.Web.Portal.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>One click signs in as a role of the demonstration. Refused in production by Identity itself.</summary>
internal static class SignInDemo
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/demo/sign-in", RunAsync)
            .ForEveryone("Demo accounts are public by purpose; production has none.")
            .RequireRateLimiting(RequestRates.SignIn)
            .DisableAntiforgery()
            .ExcludeFromDescription();

    private static async Task<IResult> RunAsync(
        HttpContext context, ISessions sessions, [FromForm] string role, [FromForm] string? returnUrl,
        CancellationToken cancellationToken)
    {
        var session = await sessions.SignInDemoAsync(role, Client.Of(context), cancellationToken);
        if (!session.IsOk) return new ProblemResult(session.Error);
        SessionCookie.Append(context, session.Value);
        var home = sessions.DemoAccounts.FirstOrDefault(a => a.Id == role)?.HomePath ?? "/";
        return Results.LocalRedirect(LocalPath.Or(returnUrl, home));
    }
}
