using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Events;

/// <summary>An event as put into the outbox.</summary>
internal sealed record OutboxEvent(string Name, string Json, object Happened);

/// <summary>Writes the events of a write session, within that session, and wakes the dispatcher after commit.</summary>
internal interface IOutboxWriter
{
    Task WriteAsync(DbSession session, IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken);
}
