using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Storage;

/// <summary>An account that the caller may administer, locked in a write session.</summary>
internal sealed record AccountTarget(AccountRow Row, IReadOnlyList<HeldPost> Posts)
{
    public static async Task<Result<AccountTarget>> FindAsync(
        DbSession session, Caller caller, string id, CancellationToken cancellationToken)
    {
        if (!caller.Has(IdentityPermissions.Accounts)) return new Error(IdentityErrors.Forbidden);
        if (await session.LockAsync(id, cancellationToken) is not { } row)
            return new Error(IdentityErrors.AccountNotFound);
        var posts = await session.Map<IdentityContext>().PostsAsync([id], cancellationToken);
        if (!Authority.Administers(caller, [.. posts.Select(p => p.RegionPrefix)]))
            return new Error(IdentityErrors.Forbidden);
        // Nobody gives themselves rights, nor locks themselves out; own passwords are changed on one's own page.
        return row.Id == caller.AccountId ? new Error(IdentityErrors.AccountOwn) : new AccountTarget(row, posts);
    }

    /// <summary>Error when the city would be left without an administrator.</summary>
    public async Task<Error?> CheckDispensableAsync(IdentityContext map, CancellationToken cancellationToken) =>
        Posts.AdministersCity() && !await map.HasOtherAdministratorAsync(Row.Id, cancellationToken)
            ? new Error(IdentityErrors.AccountLastAdministrator)
            : null;
}
