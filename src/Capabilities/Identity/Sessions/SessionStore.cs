using System.Collections.Concurrent;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Sessions;

/// <summary>
/// Resolves tokens to callers. What was resolved is believed for a few seconds; whoever ends a session or changes an
/// account forgets it here after commit, so in this process the change shows at once.
/// </summary>
internal sealed class SessionStore(IDatabase database, SessionTouches touches, CityOptions city, TimeProvider time)
{
    private sealed record Known(StoredSession Session, long Until);

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);
    private long _generation;

    public ValueTask<Caller> ResolveTokenAsync(string token, CancellationToken cancellationToken)
    {
        if (!Secrets.LooksLikeToken(token)) return new(Caller.Nobody);
        var hash = Secrets.Hash(token);
        return ResolveAsync("t:" + hash, s => s.FindSessionByTokenAsync(hash, city.IsDemo, cancellationToken),
            cancellationToken);
    }

    /// <summary>For circuits, which outlive the request that carried the token.</summary>
    public ValueTask<Caller> ResolveIdAsync(string sessionId, CancellationToken cancellationToken) =>
        ResolveAsync("s:" + sessionId, s => s.FindSessionByIdAsync(sessionId, city.IsDemo, cancellationToken),
            cancellationToken);

    /// <summary>Call after the commit that changed the account or ended the session.</summary>
    public void Forget(string accountId)
    {
        Interlocked.Increment(ref _generation);
        foreach (var (key, known) in _known)
            if (known.Session.AccountId == accountId) _known.TryRemove(key, out _);
    }

    /// <summary>Call after a change of units, which may change the reach of anyone.</summary>
    public void ForgetAll()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    private ValueTask<Caller> ResolveAsync(
        string key, Func<DbSession, Task<StoredSession?>> find, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        if (_known.TryGetValue(key, out var known) && now < known.Until && now >= known.Until - CacheMicros)
            return new(now < known.Session.ExpiresAt ? known.Session.Caller : Caller.Nobody);
        return new(LookUpAsync(key, find, now, cancellationToken));
    }

    private async Task<Caller> LookUpAsync(
        string key, Func<DbSession, Task<StoredSession?>> find, long now, CancellationToken cancellationToken)
    {
        var generation = Interlocked.Read(ref _generation);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await find(session);
        if (found is null
            || SessionLife.IsOver(now, touches.LastUsed(found.Id, found.LastUsedAt), found.ExpiresAt,
                found.Caller.Kind))
        {
            _known.TryRemove(key, out _);
            return Caller.Nobody;
        }

        touches.Touch(found.Id, now);
        if (_known.Count >= IdentityLimits.CachedSessions) _known.Clear();
        _known[key] = new Known(found, now + CacheMicros);
        // A change that committed while we read has already forgotten; what we just kept may be from before it.
        if (Interlocked.Read(ref _generation) != generation) _known.TryRemove(key, out _);
        return found.Caller;
    }

    private static long CacheMicros => (long)IdentityLimits.SessionCache.TotalMicroseconds;
}
