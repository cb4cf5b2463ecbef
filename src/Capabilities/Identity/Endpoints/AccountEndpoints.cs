using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Identity.Endpoints;

/// <summary>A change of an account's state.</summary>
internal sealed record ActiveWish(bool Active);
/// <summary>The posts an account shall hold.</summary>
internal sealed record PostsWish(IReadOnlyList<NewPost>? Posts);
/// <summary>What the officer saw.</summary>
internal sealed record ConfirmWish(string? Evidence);
/// <summary>A one-time path to hand to the account's owner.</summary>
internal sealed record OneTimePath(string Path);

/// <summary>Accounts, for those who administer them.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts");
        accounts.MapGet("", ListAsync).Requires(IdentityPermissions.Read).WithName("identity.accounts")
            .WithSummary("List accounts");
        accounts.MapGet("/{id}", GetAsync).Requires(IdentityPermissions.Read).WithName("identity.account")
            .WithSummary("One account");
        accounts.MapGet("/citizens", FindAsync).Requires(IdentityPermissions.Confirm).WithName("identity.find-citizens")
            .WithSummary("Find citizens at a counter, by number or name");
        accounts.MapPost("", CreateAsync).Requires(IdentityPermissions.Accounts).WithName("identity.create-officer")
            .WithSummary("Make an officer's account");
        accounts.MapPut("/{id}/posts", PostsAsync).Requires(IdentityPermissions.Accounts)
            .WithName("identity.give-posts")
            .WithSummary("Replace the posts");
        accounts.MapPut("/{id}/active", ActiveAsync).Requires(IdentityPermissions.Accounts)
            .WithName("identity.set-active")
            .WithSummary("Suspend or restore");
        accounts.MapPost("/{id}/reset", ResetAsync).Requires(IdentityPermissions.Accounts)
            .WithName("identity.reset-password")
            .WithSummary("Make a one-time link to set a password");
        accounts.MapPost("/{id}/confirm", ConfirmAsync).Requires(IdentityPermissions.Confirm)
            .WithName("identity.confirm-citizen")
            .WithSummary("Confirm a citizen at a counter");
        accounts.MapDelete("/{id}", RemoveAsync).Requires(IdentityPermissions.Accounts)
            .WithName("identity.remove-account")
            .WithSummary("Remove an account for good");
        api.MapGet("/roles", (IAccounts all) => TypedResults.Ok(all.Roles)).Requires(IdentityPermissions.Read)
            .WithName("identity.roles").WithSummary("Roles and their permissions");
    }

    private static async Task<IResult> ListAsync(
        IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken,
        string? search = null, CallerKind? kind = null, string? cursor = null, int limit = 50) =>
        Answers.Ok(await accounts.ListAsync(await callers.CurrentAsync(cancellationToken), search, kind, cursor, limit,
            cancellationToken));

    private static async Task<IResult> FindAsync(
        IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken, string? search = null,
        string? cursor = null, int limit = 50) =>
        Answers.Ok(await accounts.ListAsync(
            await callers.CurrentAsync(cancellationToken), search, CallerKind.Citizen, cursor, limit,
            cancellationToken));

    private static async Task<IResult> GetAsync(
        string id, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.Ok(await accounts.GetAsync(await callers.CurrentAsync(cancellationToken), id, cancellationToken));

    private static async Task<IResult> CreateAsync(
        NewOfficer officer, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.Created(
            await accounts.CreateOfficerAsync(await callers.CurrentAsync(cancellationToken), officer,
                cancellationToken),
            made => $"/api/identity/accounts/{made.Account.Id}");

    private static async Task<IResult> PostsAsync(
        string id, PostsWish wish, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(await accounts.SetPostsAsync(
            await callers.CurrentAsync(cancellationToken), id, wish.Posts ?? [], cancellationToken));

    private static async Task<IResult> ActiveAsync(
        string id, ActiveWish wish, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(await accounts.SetActiveAsync(
            await callers.CurrentAsync(cancellationToken), id, wish.Active, cancellationToken));

    private static async Task<IResult> ResetAsync(
        string id, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken)
    {
        var path =
            await accounts.ResetPasswordAsync(await callers.CurrentAsync(cancellationToken), id, cancellationToken);
        return Answers.Ok(path.Map(p => new OneTimePath(p)));
    }

    private static async Task<IResult> ConfirmAsync(
        string id, ConfirmWish wish, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(await accounts.ConfirmAtCounterAsync(
            await callers.CurrentAsync(cancellationToken), id, wish.Evidence ?? "", cancellationToken));

    private static async Task<IResult> RemoveAsync(
        string id, IAccounts accounts, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(
            await accounts.RemoveAsync(await callers.CurrentAsync(cancellationToken), id, cancellationToken));
}
