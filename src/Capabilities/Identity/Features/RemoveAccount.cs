using Lingnan.Identity.Contracts;
using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Removes an account for good. Its row stays without anything one could sign in by, so that its name in the
/// log can be explained and its person may sign up anew.</summary>
internal sealed class RemoveAccount(IDatabase database, SessionStore sessions, TimeProvider time)
{
    public async Task<Result<Done>> RunAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var target = await AccountTarget.FindAsync(session, caller, id, cancellationToken);
        if (!target.IsOk) return target.Error;
        if (await target.Value.CheckDispensableAsync(map, cancellationToken) is { } last) return last;

        var row = target.Value.Row;
        session.Audit(Details.Entry(caller, "identity.account-removed", row, new { row.UserName, row.DisplayName }));
        session.Publish(new AccountRemoved(row.Id, row.PersonId));
        await EndSessions.EndAllAsync(map, id, null, cancellationToken);
        map.Posts.RemoveRange(await map.Posts.Where(p => p.AccountId == id).ToListAsync(cancellationToken));
        map.Links.RemoveRange(await map.Links.Where(l => l.AccountId == id).ToListAsync(cancellationToken));
        row.RemovedAt = time.GetUtcNow().ToMicros();
        (row.UserName, row.PasswordHash, row.PersonId, row.DemoId) = (null, null, null, null);
        (row.ResidentIndex, row.ResidentMasked, row.MobileIndex, row.MobileMasked) = (null, null, null, null);
        await session.CommitAsync(cancellationToken);
        sessions.Forget(id);
        return Done.Value;
    }
}
