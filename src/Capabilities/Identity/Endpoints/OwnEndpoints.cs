using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Identity.Endpoints;

/// <summary>Who the caller is.</summary>
internal sealed record Me(
    string AccountId, string Kind, string Name, string? UnitId, string? UnitName, string? PersonId, string? SessionId,
    IReadOnlyList<Grant> Grants);

/// <summary>A wish to set one's password: by the old one, or by a one-time link's token.</summary>
internal sealed record PasswordWish(string? OldPassword, string? Token, string? NewPassword);

/// <summary>What everyone may do with their own account.</summary>
internal static class OwnEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/me", MeAsync).ForSignedIn("shows the caller to themselves").WithName("identity.me")
            .WithSummary("The account and rights of this request");
        api.MapGet("/sessions", SessionsAsync).ForSignedIn("lists the caller's own sessions")
            .WithName("identity.sessions")
            .WithSummary("Own sessions");
        api.MapDelete("/sessions/{id}", EndAsync).ForSignedIn("ends the caller's own session")
            .WithName("identity.end-session")
            .WithSummary("End one of the own sessions");
        api.MapPost("/sign-up", SignUpAsync).ForEveryone("citizens make their own account").WithName("identity.sign-up")
            .WithSummary("Sign up as a citizen").RequireRateLimiting(RequestRates.SignIn);
        api.MapPost("/password", PasswordAsync).ForEveryone("the old password or a one-time token says who asks")
            .WithName("identity.password").WithSummary("Set the own password")
            .RequireRateLimiting(RequestRates.SignIn);
    }

    private static async Task<Ok<Me>> MeAsync(ICallerSource callers, CancellationToken cancellationToken)
    {
        var caller = await callers.CurrentAsync(cancellationToken);
        return TypedResults.Ok(new Me(
            caller.AccountId, caller.Kind.ToString().ToLowerInvariant(), caller.Name, caller.UnitId, caller.UnitName,
            caller.PersonId, caller.SessionId, caller.Grants));
    }

    private static async Task<Ok<IReadOnlyList<SessionInfo>>> SessionsAsync(
        ICallerSource callers, ISessions sessions, CancellationToken cancellationToken) =>
        TypedResults.Ok(await sessions.ListAsync(await callers.CurrentAsync(cancellationToken), cancellationToken));

    private static async Task<NoContent> EndAsync(
        string id, ICallerSource callers, ISessions sessions, CancellationToken cancellationToken)
    {
        await sessions.EndAsync(await callers.CurrentAsync(cancellationToken), id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> SignUpAsync(CitizenSignUp signUp, IAccounts accounts,
        CancellationToken cancellationToken)
    {
        var made = await accounts.SignUpAsync(signUp, cancellationToken);
        return Answers.Created(made, account => $"/api/identity/accounts/{account.Id}");
    }

    private static async Task<IResult> PasswordAsync(
        PasswordWish wish, ICallerSource callers, IAccounts accounts, HttpContext context,
        CancellationToken cancellationToken)
    {
        if (wish.Token is { } token)
            return Answers.NoContent(
                await accounts.SetPasswordByLinkAsync(token, wish.NewPassword ?? "", cancellationToken));
        var caller = await callers.CurrentAsync(cancellationToken);
        if (!caller.IsKnown) return TypedResults.Challenge();
        return Answers.NoContent(
            await accounts.ChangePasswordAsync(caller, wish.OldPassword ?? "", wish.NewPassword ?? "",
                cancellationToken));
    }
}
