using System.Collections.Concurrent;
using Lingnan.Platform.Events;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Cataloguing;

/// <summary>Which registers the catalogue was told of just now: to tell it again within a minute would cost each single
/// write a delivery, and a minute is finer than any update cycle.</summary>
internal sealed class RecentWrites(TimeProvider time) : IEventFilter<RecordChanged>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    public bool Wants(RecordChanged happened) =>
        !_told.TryGetValue(happened.Register, out var at) || time.GetUtcNow() - at >= Pause;

    /// <summary>Called as the catalogue is told, not as it is to be: a write that is rolled back told nobody.</summary>
    public void Told(string register) => _told[register] = time.GetUtcNow();
}
