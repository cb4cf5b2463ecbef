using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Events;

/// <summary>Something that happened, in the past tense (<c>RecordsImported</c>);
/// serialised as camelCase JSON.</summary>
public interface IEvent
{
    /// <summary>Stable name, e.g. <c>registries.records-imported</c>.</summary>
    static abstract string Name { get; }
}

/// <summary>Hears an event. Delivered at least once; the handler's writes through the session commit
/// together with the delivery mark, so effects in the database happen once.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventHandler<in TEvent> where TEvent : class, IEvent
{
    /// <summary>Stable name of this handler; deliveries are tracked by it.</summary>
    string Name { get; }

    /// <summary>Handles the event. An exception is retried with growing pauses and at last parked,
    /// visible to operators.</summary>
    Task HandleAsync(TEvent happened, DbSession session, CancellationToken cancellationToken);
}

/// <summary>Whether a handler has any use for an event, asked before it is written down: an event that none of its
/// hearers wants costs the writer nothing. One instance for the process; it must be quick.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventFilter<in TEvent> where TEvent : class, IEvent
{
    /// <summary>False where the handler may do without this one.</summary>
    bool Wants(TEvent happened);
}

/// <summary>A delivery that failed too often.</summary>
/// <param name="EventId">Event.</param>
/// <param name="EventName">Its name.</param>
/// <param name="Handler">Handler that failed.</param>
/// <param name="Attempts">Times tried.</param>
/// <param name="LastError">Type and message of the last exception.</param>
/// <param name="ParkedAt">When it was given up.</param>
public sealed record ParkedDelivery(
    long EventId, string EventName, string Handler, int Attempts, string LastError, DateTimeOffset ParkedAt);

/// <summary>The operator's view of the outbox.</summary>
public interface IOutbox
{
    /// <summary>Deliveries not yet done (parked ones not counted).</summary>
    Task<long> PendingAsync(CancellationToken cancellationToken = default);
    /// <summary>Parked deliveries, newest first, at most 200.</summary>
    Task<IReadOnlyList<ParkedDelivery>> ParkedAsync(CancellationToken cancellationToken = default);
    /// <summary>Tries a parked delivery again.</summary>
    Task<bool> RetryAsync(long eventId, string handler, CancellationToken cancellationToken = default);
    /// <summary>Completes when every pending delivery of now has been handled or parked.</summary>
    Task DrainAsync(CancellationToken cancellationToken = default);
}
