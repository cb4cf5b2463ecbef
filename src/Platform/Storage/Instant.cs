namespace Lingnan.Platform.Storage;

/// <summary>Instants as both engines keep them: microseconds since 1970-01-01T00:00:00Z.</summary>
public static class Instant
{
    /// <summary>To microseconds, truncated.</summary>
    public static long ToMicros(this DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10;

    /// <summary>From microseconds, UTC.</summary>
    public static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * 10);
}
