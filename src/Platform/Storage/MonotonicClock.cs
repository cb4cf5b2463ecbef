namespace Lingnan.Platform.Storage;

/// <summary>
/// Instants for records whose order matters: never earlier than one given before by this process, even when the
/// machine's clock jumps back. What is read back from the database counts too, once told by <see cref="Seen"/>.
/// Thread-safe.
/// </summary>
public sealed class MonotonicClock(TimeProvider time)
{
    private long _last;

    /// <summary>Now, or the last instant known where the clock stands behind it; whole microseconds.</summary>
    public DateTimeOffset Now() => Instant.FromMicros(Advance(time.GetUtcNow().ToMicros()));

    /// <summary>Tells an instant that is already on record.</summary>
    public void Seen(DateTimeOffset recorded) => Advance(recorded.ToMicros());

    private long Advance(long micros)
    {
        while (true)
        {
            var last = Volatile.Read(ref _last);
            if (micros <= last) return last;
            if (Interlocked.CompareExchange(ref _last, micros, last) == last) return micros;
        }
    }
}
