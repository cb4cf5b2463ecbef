using Dapper;
using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Storage;

/// <summary>A post with the unit it is held in.</summary>
internal sealed record HeldPost(string AccountId, string RoleId, UnitRow Unit)
{
    public LocalText UnitName => new(Unit.NameZh, Unit.NameEn);
    public string RegionPrefix => RegionReach.Of((UnitLevel)Unit.Level, Unit.RegionCode);
}

/// <summary>Reads of accounts that several features share.</summary>
internal static class AccountQueries
{
    /// <summary>Locks the account until the session ends, so that counts and decisions about it stand in a
    /// line.</summary>
    public static async Task<AccountRow?> LockAsync(this DbSession session, string id,
        CancellationToken cancellationToken)
    {
        var sql = "SELECT id FROM identity_accounts WHERE id = @id" + session.Dialect.ForUpdate;
        await session.Connection.ExecuteScalarAsync(
            new CommandDefinition(sql, new { id }, session.Transaction, cancellationToken: cancellationToken));
        return await session.Map<IdentityContext>().Accounts
            .SingleOrDefaultAsync(a => a.Id == id && a.RemovedAt == null, cancellationToken);
    }

    /// <summary>Posts of the accounts, in a steady order: the widest reach first.</summary>
    public static async Task<IReadOnlyList<HeldPost>> PostsAsync(
        this IdentityContext map, IReadOnlyList<string> accountIds, CancellationToken cancellationToken)
    {
        var rows = await (
            from post in map.Posts
            join unit in map.Units on post.UnitId equals unit.Id
            where accountIds.Contains(post.AccountId)
            orderby unit.Level, unit.RegionCode, unit.Id, post.RoleId
            select new { post.AccountId, post.RoleId, Unit = unit }).AsNoTracking().ToListAsync(cancellationToken);
        return [.. rows.Select(r => new HeldPost(r.AccountId, r.RoleId, r.Unit))];
    }

    /// <summary>Another account that can administer the whole city, besides <paramref name="accountId"/>.</summary>
    public static Task<bool> HasOtherAdministratorAsync(
        this IdentityContext map, string accountId, CancellationToken cancellationToken) => (
            from account in map.Accounts
            join post in map.Posts on account.Id equals post.AccountId
            join unit in map.Units on post.UnitId equals unit.Id
            where account.Id != accountId && account.SuspendedAt == null && account.RemovedAt == null
                && account.PasswordHash != null && post.RoleId == Roles.Administrator
                && unit.Level == (int)UnitLevel.City
            select account.Id).AnyAsync(cancellationToken);

    /// <summary>True when the posts make a city-wide administrator.</summary>
    public static bool AdministersCity(this IEnumerable<HeldPost> posts) =>
        posts.Any(p => p.RoleId == Roles.Administrator && p.RegionPrefix.Length == 0);

    public static async Task<IReadOnlyList<Account>> ViewAsync(
        this IdentityContext map, IReadOnlyList<AccountRow> rows, CancellationToken cancellationToken)
    {
        var posts = await map.PostsAsync([.. rows.Where(r => r.Kind == CallerKind.Officer).Select(r => r.Id)],
            cancellationToken);
        var byAccount = posts.ToLookup(p => p.AccountId);
        return [.. rows.Select(r => View(r, byAccount[r.Id]))];
    }

    public static Account View(AccountRow row, IEnumerable<HeldPost> posts) => new(
        row.Id, row.UserName ?? row.ResidentMasked ?? "", row.DisplayName, row.Kind, row.Level, row.PersonId,
        [.. posts.Select(View)], row.IsActive,
        row.LockedUntilAt is { } until ? Instant.FromMicros(until) : null,
        row.LastSignInAt is { } last ? Instant.FromMicros(last) : null);

    private static Post View(HeldPost post) => new(
        post.Unit.Id, post.UnitName.ToString(), post.RoleId, Roles.Find(post.RoleId)?.Title.ToString() ?? post.RoleId,
        post.RegionPrefix);
}
