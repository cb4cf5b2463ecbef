using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Features;

/// <summary>Suspends or restores an account.</summary>
internal sealed class SuspendAccount(IDatabase database, SessionStore sessions, TimeProvider time)
{
    public async Task<Result<Done>> RunAsync(Caller caller, string id, bool active, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var target = await AccountTarget.FindAsync(session, caller, id, cancellationToken);
        if (!target.IsOk) return target.Error;
        var row = target.Value.Row;
        if (row.IsActive == active) return Done.Value;
        if (!active)
        {
            if (await target.Value.CheckDispensableAsync(map, cancellationToken) is { } last) return last;
            await EndSessions.EndAllAsync(map, id, null, cancellationToken);
        }

        row.SuspendedAt = active ? null : time.GetUtcNow().ToMicros();
        session.Audit(Details.Entry(caller, active ? "identity.account-restored" : "identity.account-suspended", row));
        await session.CommitAsync(cancellationToken);
        sessions.Forget(id);
        return Done.Value;
    }
}
