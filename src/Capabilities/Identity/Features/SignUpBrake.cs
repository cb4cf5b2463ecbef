using System.Collections.Concurrent;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Features;

/// <summary>Slows down whoever tries names against a number. In memory: a restart forgives, an attacker cannot restart
/// us.</summary>
internal sealed class SignUpBrake(TimeProvider time)
{
    private sealed record Count(long WindowEndsAt, int Mismatches);

    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    public bool IsOn(string key, int mismatches) =>
        _counts.TryGetValue(key, out var count) && count.WindowEndsAt > Now && count.Mismatches >= mismatches;

    public void Mismatch(string key)
    {
        if (_counts.Count >= IdentityLimits.SignUpBrakes)
            foreach (var (old, count) in _counts)
                if (count.WindowEndsAt <= Now) _counts.TryRemove(old, out _);
        // Full of running windows, it forgets them all rather than grow: the lock of accounts does not depend on it.
        if (_counts.Count >= IdentityLimits.SignUpBrakes) _counts.Clear();
        _counts.AddOrUpdate(
            key, _ => First(), (_, count) =>
                count.WindowEndsAt > Now ? count with { Mismatches = count.Mismatches + 1 } : First());
    }

    private Count First() => new((time.GetUtcNow() + IdentityLimits.SignUpWindow).ToMicros(), 1);

    private long Now => time.GetUtcNow().ToMicros();
}
