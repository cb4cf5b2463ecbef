using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Begins a session for an account whose owner has shown who they are.</summary>
internal sealed class OpenSession(IDatabase database, IdSource ids, TimeProvider time)
{
    public async Task<Result<NewSession>> RunAsync(string accountId, Origin origin, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        // Read again under lock: between the check of the password and now it may have been suspended.
        if (await session.LockAsync(accountId, cancellationToken) is not { IsActive: true } account)
            return new Error(IdentityErrors.SignInRefused);
        var posts = await map.PostsAsync([accountId], cancellationToken);

        var now = time.GetUtcNow();
        var token = Secrets.NewToken();
        var row = new SessionRow
        {
            Id = ids.Next("s"),
            TokenHash = Secrets.Hash(token),
            AccountId = accountId,
            Client = origin.Client,
            StartedAt = now.ToMicros(),
            LastUsedAt = now.ToMicros(),
            ExpiresAt = (now + IdentityLimits.SessionLife).ToMicros(),
        };
        await DropOldAsync(map, account, now.ToMicros(), cancellationToken);
        map.Sessions.Add(row);
        account.Failures = 0;
        account.LockedUntilAt = null;
        account.LastSignInAt = now.ToMicros();

        var caller = Callers.Of(account, posts) with { SessionId = row.Id };
        session.Audit(
            Details.Entry(caller, "identity.signed-in", account, new { origin.Client, origin.RemoteAddress }));
        await session.CommitAsync(cancellationToken);
        return new NewSession(token, Instant.FromMicros(row.ExpiresAt), caller);
    }

    private static async Task DropOldAsync(IdentityContext map, AccountRow account, long now,
        CancellationToken cancellationToken)
    {
        var sessions = await map.Sessions.Where(s => s.AccountId == account.Id)
            .OrderByDescending(s => s.StartedAt).ToListAsync(cancellationToken);
        var over = sessions.Where((s, i) => i >= IdentityLimits.SessionsPerAccount - 1
            || SessionLife.IsOver(now, s.LastUsedAt, s.ExpiresAt, account.Kind));
        map.Sessions.RemoveRange(over);
    }
}
