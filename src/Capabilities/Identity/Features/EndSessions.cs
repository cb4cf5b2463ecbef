using Lingnan.Identity.Contracts;
using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Lists and ends the caller's own sessions.</summary>
internal sealed class EndSessions(IDatabase database, SessionStore sessions, SessionTouches touches, TimeProvider time)
{
    public async Task<IReadOnlyList<SessionInfo>> ListAsync(Caller caller, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.Map<IdentityContext>().Sessions.Where(s => s.AccountId == caller.AccountId)
            .OrderByDescending(s => s.StartedAt).ToListAsync(cancellationToken);
        return
        [
            .. from row in rows
               let lastUsed = touches.LastUsed(row.Id, row.LastUsedAt)
               where !Model.SessionLife.IsOver(now, lastUsed, row.ExpiresAt, caller.Kind)
               select new SessionInfo(row.Id, row.Client, Instant.FromMicros(row.StartedAt),
                   Instant.FromMicros(lastUsed), row.Id == caller.SessionId),
        ];
    }

    /// <summary>Ends one session of the caller; one that is not theirs, or over, is left as it is.</summary>
    public async Task EndAsync(Caller caller, string sessionId, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var row = await map.Sessions.SingleOrDefaultAsync(
            s => s.Id == sessionId && s.AccountId == caller.AccountId, cancellationToken);
        if (row is null) return;
        map.Sessions.Remove(row);
        session.Audit(new AuditEntry
        {
            Caller = caller,
            Action = "identity.session-ended",
            Object = $"identity:account/{caller.AccountId}",
            SubjectId = caller.PersonId,
            DetailJson = Details.Json(new { session = sessionId, own = sessionId == caller.SessionId }),
        });
        await session.CommitAsync(cancellationToken);
        sessions.Forget(caller.AccountId);
    }

    /// <summary>Ends all sessions of an account inside a session that changes it; forget it after commit.</summary>
    public static async Task EndAllAsync(IdentityContext map, string accountId, string? but,
        CancellationToken cancellationToken) =>
        map.Sessions.RemoveRange(await map.Sessions.Where(s => s.AccountId == accountId && s.Id != but)
            .ToListAsync(cancellationToken));
}
