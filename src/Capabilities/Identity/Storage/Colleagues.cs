using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Storage;

/// <summary>Officers of the same units.</summary>
internal sealed class Colleagues(IDatabase database) : IOfficers
{
    public async Task<IReadOnlyList<Officer>> WithColleaguesAsync(
        string accountId, CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var self = await map.Accounts.AsNoTracking().Where(a => a.Id == accountId && a.Kind == CallerKind.Officer)
            .Select(a => new Officer(a.Id, a.DisplayName, a.PersonId)).SingleOrDefaultAsync(cancellationToken);
        if (self is null) return [];
        var others = await (
            from own in map.Posts
            join post in map.Posts on own.UnitId equals post.UnitId
            join account in map.Accounts on post.AccountId equals account.Id
            where own.AccountId == accountId && account.Id != accountId && account.RemovedAt == null
            orderby account.Id
            select new { account.Id, account.DisplayName, account.PersonId })
            .AsNoTracking().Distinct().Take(IdentityLimits.Colleagues).ToListAsync(cancellationToken);
        return [self, .. others.Select(o => new Officer(o.Id, o.DisplayName, o.PersonId))];
    }
}
