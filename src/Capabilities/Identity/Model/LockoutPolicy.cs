namespace Lingnan.Identity.Model;

/// <summary>How long an account is locked after failed sign-ins: a minute after the fifth, doubling up to an hour.
/// The upper bound keeps a stranger from shutting an owner out for days.</summary>
internal static class LockoutPolicy
{
    public static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>How long to lock after this many failures in a row; zero when not at all.</summary>
    public static TimeSpan After(int failures)
    {
        var doublings = failures - IdentityLimits.FailuresBeforeLock;
        if (doublings < 0) return TimeSpan.Zero;
        // Beyond 20 doublings the bound is long reached; a larger shift would overflow.
        var lockFor = First * (1L << Math.Min(doublings, 20));
        return lockFor < Longest ? lockFor : Longest;
    }
}
