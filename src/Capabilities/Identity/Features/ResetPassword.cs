using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Features;

/// <summary>Takes the password away and makes a one-time link to set another; the lock goes with it.</summary>
internal sealed class ResetPassword(IDatabase database, SessionStore sessions, TimeProvider time)
{
    public async Task<Result<string>> RunAsync(Caller caller, string id, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var target = await AccountTarget.FindAsync(session, caller, id, cancellationToken);
        if (!target.IsOk) return target.Error;
        var row = target.Value.Row;
        (row.PasswordHash, row.Failures, row.LockedUntilAt) = (null, 0, null);
        await EndSessions.EndAllAsync(map, id, null, cancellationToken);
        var path = await OneTimeLinks.MakeAsync(map, id, time.GetUtcNow(), cancellationToken);
        session.Audit(Details.Entry(caller, "identity.password-reset", row));
        await session.CommitAsync(cancellationToken);
        sessions.Forget(id);
        return path;
    }
}
