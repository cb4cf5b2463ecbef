using System.Security.Claims;
using System.Text.Encodings.Web;
using Lingnan.Identity.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Lingnan.Identity.Sessions;

/// <summary>The ASP.NET scheme over our sessions: bearer or cookie. The principal holds names and the session's id,
/// never rights; rights are asked of the caller.</summary>
internal sealed class LingnanAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ISessions sessions)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Lingnan";
    public const string SessionClaim = "lingnan.session";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var caller = await RequestCaller.OfAsync(Context, sessions);
        if (!caller.IsKnown) return AuthenticateResult.NoResult();
        Claim[] claims =
        [
            new(ClaimTypes.NameIdentifier, caller.AccountId),
            new(ClaimTypes.Name, caller.Name),
            new(ClaimTypes.Role, caller.Kind.ToString().ToLowerInvariant()),
            new(SessionClaim, caller.SessionId ?? ""),
        ];
        var principal = new ClaimsPrincipal(new ClaimsIdentity(claims, Scheme.Name));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // A person who opens a page is led to the sign-in form; programs get the status and the scheme.
        var wantsPage = HttpMethods.IsGet(Request.Method) && !Request.Path.StartsWithSegments("/api")
            && Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
        if (wantsPage)
        {
            var back = Request.PathBase + Request.Path + Request.QueryString;
            Response.Redirect($"{Request.PathBase}/sign-in?returnUrl={Uri.EscapeDataString(back)}");
            return Task.CompletedTask;
        }

        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }
}
