using System.Text.Json.Serialization;
using Lingnan.Identity.Contracts;
using Lingnan.Identity.Sessions;
using Lingnan.Kernel;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Identity.Endpoints;

/// <summary>A token as RFC 6749 5.1 writes it.</summary>
internal sealed record TokenAnswer(
    [property: JsonPropertyName("access_token")] string AccessToken,
    [property: JsonPropertyName("token_type")] string TokenType,
    [property: JsonPropertyName("expires_in")] long ExpiresIn);

/// <summary>A refusal as RFC 6749 5.2 writes it.</summary>
internal sealed record TokenRefusal(
    [property: JsonPropertyName("error")] string Error,
    [property: JsonPropertyName("error_description")] string Description);

/// <summary>Tokens by the forms of RFC 6749 (password grant) and RFC 7009 (revocation), so that any client library can
/// ask.</summary>
internal static class TokenEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/token", IssueAsync).ForEveryone("signing in").WithName("identity.token")
            .WithSummary("Issue a token (RFC 6749 password grant)").DisableAntiforgery()
            .RequireRateLimiting(RequestRates.SignIn);
        api.MapPost("/revoke", RevokeAsync).ForEveryone("whoever holds a token may end it (RFC 7009)")
            .WithName("identity.revoke")
            .WithSummary("Revoke a token (RFC 7009)").DisableAntiforgery();
        api.MapDelete("/token", EndAsync).ForSignedIn("ends the caller's own session").WithName("identity.sign-out")
            .WithSummary("End the session of this request");
    }

    private static async Task<IResult> IssueAsync(HttpContext context, ISessions sessions, TimeProvider time,
        CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.Pragma = "no-cache";
        if (await FormAsync(context.Request, cancellationToken) is not { } form)
            return Refuse("invalid_request", "The body must be application/x-www-form-urlencoded.");
        if (One(form, "grant_type") is not { } grant) return Refuse("invalid_request",
            "grant_type is missing or repeated.");
        if (grant != "password") return Refuse("unsupported_grant_type", "Only grant_type=password is offered.");
        if (One(form, "username") is not { } userName || One(form, "password") is not { } password)
            return Refuse("invalid_request", "username and password are needed, each once.");

        var client = context.Request.Headers.UserAgent.ToString();
        var remote = context.Connection.RemoteIpAddress?.ToString();
        var opened = await sessions.SignInAsync(userName, password, client, remote, cancellationToken);
        if (!opened.IsOk) return RefuseFor(context, opened.Error);
        var idle = Model.SessionLife.Idle(opened.Value.Caller.Kind);
        var left = opened.Value.ExpiresAt - time.GetUtcNow();
        // Unused, a token dies after the idle time; a client that goes by this never meets a dead one.
        return TypedResults.Ok(
            new TokenAnswer(opened.Value.Token, "Bearer", (long)(idle < left ? idle : left).TotalSeconds));
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, ISessions sessions,
        CancellationToken cancellationToken)
    {
        context.Response.Headers.CacheControl = "no-store";
        if (await FormAsync(context.Request, cancellationToken) is not { } form || One(form, "token") is not { } token)
            return Refuse("invalid_request", "token is missing or repeated.");
        var caller = await sessions.ResolveAsync(token, cancellationToken);
        if (caller.SessionId is { } id) await sessions.EndAsync(caller, id, cancellationToken);
        // An unknown token is answered alike (RFC 7009 2.2): it is as dead as the client wished.
        return TypedResults.Ok();
    }

    private static async Task<NoContent> EndAsync(
        HttpContext context, ISessions sessions, CancellationToken cancellationToken)
    {
        var caller = await RequestCaller.OfAsync(context, sessions);
        if (caller.SessionId is { } id) await sessions.EndAsync(caller, id, cancellationToken);
        SessionCookie.Clear(context);
        return TypedResults.NoContent();
    }

    private static async Task<IFormCollection?> FormAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!request.HasFormContentType) return null;
        try { return await request.ReadFormAsync(cancellationToken); }
        catch (InvalidDataException) { return null; }
    }

    // RFC 6749 3.2: a parameter sent twice, or without a value, is not sent.
    private static string? One(IFormCollection form, string name) =>
        form[name] is { Count: 1 } values && !string.IsNullOrEmpty(values[0]) ? values[0] : null;

    private static IResult RefuseFor(HttpContext context, Error error)
    {
        if (error.Code != IdentityErrors.Busy)
            return Refuse("invalid_grant", "The name or the password is wrong, or the account is locked for a while.");
        context.Response.Headers.RetryAfter = "5";
        return TypedResults.Json(
            new TokenRefusal("temporarily_unavailable", "Too many sign-ins at once; try again."),
            statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static JsonHttpResult<TokenRefusal> Refuse(string error, string description) =>
        TypedResults.Json(new TokenRefusal(error, description), statusCode: StatusCodes.Status400BadRequest);
}
