using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>What to list.</summary>
internal sealed record AccountQuery(string? Search, CallerKind? Kind, string? Cursor, int Limit);

/// <summary>Lists accounts. Counter officers find citizens only, and only whom they can name.</summary>
internal sealed class ListAccounts(IDatabase database, CitizenIndex citizens)
{
    public async Task<Result<AccountPage>> RunAsync(Caller caller, AccountQuery query,
        CancellationToken cancellationToken)
    {
        if (query.Limit is < 1 or > IdentityLimits.PageSize)
            return Error.Of(IdentityErrors.PageInvalid, ("max", IdentityLimits.PageSize));
        var search = query.Search?.Trim() ?? "";
        if (!UserNames.IsPlain(search) || !UserNames.IsPlain(query.Cursor ?? "")) return new AccountPage([], null);
        if (!caller.Has(IdentityPermissions.Read))
        {
            if (!caller.Has(IdentityPermissions.Confirm)) return new Error(IdentityErrors.Forbidden);
            if (search.Length < 2) return new Error(IdentityErrors.AccountSearch);
            query = query with { Kind = CallerKind.Citizen };
        }

        await using var session = await database.ReadAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var rows = await Matching(map, caller, query, search)
            .OrderBy(a => a.Id).Take(query.Limit + 1).ToListAsync(cancellationToken);
        var page = rows.Take(query.Limit).ToList();
        var next = rows.Count > page.Count ? page[^1].Id : null;
        return new AccountPage(await map.ViewAsync(page, cancellationToken), next);
    }

    public async Task<Result<Account>> GetAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        // Everyone sees their own account.
        var own = caller.IsKnown && id == caller.AccountId;
        if (!own && !caller.Has(IdentityPermissions.Read) && !caller.Has(IdentityPermissions.Confirm))
            return new Error(IdentityErrors.Forbidden);
        await using var session = await database.ReadAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var accounts = own ? map.Accounts.Where(a => a.RemovedAt == null) : Visible(map, caller);
        var row = await accounts.SingleOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (row is null || (!own && row.Kind != CallerKind.Citizen && !caller.Has(IdentityPermissions.Read)))
            return new Error(IdentityErrors.AccountNotFound);
        return (await map.ViewAsync([row], cancellationToken))[0];
    }

    private IQueryable<AccountRow> Matching(IdentityContext map, Caller caller, AccountQuery query, string search)
    {
        var accounts = Visible(map, caller);
        if (query.Kind is { } kind) accounts = accounts.Where(a => a.Kind == kind);
        if (query.Cursor is { } after) accounts = accounts.Where(a => string.Compare(a.Id, after) > 0);
        if (search.Length == 0) return accounts;
        if (ResidentId.Parse(search) is { IsOk: true } number)
        {
            var index = citizens.Of(number.Value);
            return accounts.Where(a => a.ResidentIndex == index);
        }

        var folded = UserNames.Fold(search);
        return accounts.Where(a => a.DisplayName.StartsWith(search) || a.UserName!.StartsWith(folded));
    }

    /// <summary>Whoever answers for a town sees the officers with a post there; citizens belong to no unit and are
    /// seen by all who may see accounts, their numbers masked.</summary>
    private static IQueryable<AccountRow> Visible(IdentityContext map, Caller caller)
    {
        var accounts = map.Accounts.Where(a => a.RemovedAt == null);
        var reach = caller.Reach(IdentityPermissions.Read);
        if (reach.Contains("") || reach.Count == 0) return accounts;
        var within = reach.Select(prefix => map.Posts
            .Join(map.Units, p => p.UnitId, u => u.Id, (p, u) => new { p.AccountId, u.Level, u.RegionCode })
            .Where(p => p.Level > (int)UnitLevel.City && p.RegionCode.StartsWith(prefix)).Select(p => p.AccountId))
            .Aggregate((one, other) => one.Union(other));
        return accounts.Where(a => a.Kind == CallerKind.Citizen || within.Contains(a.Id));
    }
}
