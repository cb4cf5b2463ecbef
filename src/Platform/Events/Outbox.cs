using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Events;

/// <summary>
/// Events between the commit that caused them and their handlers. A delivery is one transaction: the handler's
/// writes and the mark that it is done. Several processes may deliver at once; each takes rows no other holds.
/// </summary>
internal sealed class Outbox(
    IDatabase database, EventSubscriptions subscriptions, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<Outbox> logger) : IOutbox, IOutboxWriter
{
    private const int Pending = 0, Parked = 2;

    private readonly Pulse _written = new();

    /// <summary>Completes when an event was committed by this process after it was taken.</summary>
    public Task NextWrite => _written.Next;

    public async Task WriteAsync(DbSession session, IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        foreach (var happened in events)
        {
            var id = await session.Connection.ExecuteScalarAsync<long>(
                "INSERT INTO platform_outbox (name, payload, created_at) VALUES (@Name, @Json, @now) RETURNING id",
                new { happened.Name, happened.Json, now }, session.Transaction);
            foreach (var handler in subscriptions.HandlersOf(happened.Name))
                await session.Connection.ExecuteAsync(
                    """
                    INSERT INTO platform_outbox_deliveries (event_id, handler, state, attempts, due_at)
                    VALUES (@id, @handler, 0, 0, @now)
                    """,
                    new { id, handler, now }, session.Transaction);
        }

        session.AfterCommit(_written.Beat);
    }

    public async Task<long> PendingAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM platform_outbox_deliveries WHERE state = 0", transaction: session.Transaction);
    }

    public async Task<IReadOnlyList<ParkedDelivery>> ParkedAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.Connection.QueryAsync<ParkedDelivery>(
            """
            SELECT d.event_id AS EventId, o.name AS EventName, d.handler AS Handler, d.attempts AS Attempts,
                   d.last_error AS LastError, d.ended_at AS ParkedAt
            FROM platform_outbox_deliveries d JOIN platform_outbox o ON o.id = d.event_id
            WHERE d.state = 2 ORDER BY d.ended_at DESC, d.event_id DESC LIMIT @Limit
            """,
            new { Limit = PlatformLimits.ParkedShown }, session.Transaction);
        return rows.AsList();
    }

    public async Task<bool> RetryAsync(long eventId, string handler, CancellationToken cancellationToken = default)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var changed = await session.Connection.ExecuteAsync(
            """
            UPDATE platform_outbox_deliveries SET state = 0, attempts = 0, due_at = @now, ended_at = NULL
            WHERE event_id = @eventId AND handler = @handler AND state = 2
            """,
            new { eventId, handler, now = time.GetUtcNow() }, session.Transaction);
        if (changed == 0) return false;
        session.Audit(new AuditEntry
        {
            Caller = Caller.System("outbox"), Action = "platform.delivery-retried", Object = $"{eventId}/{handler}",
        });
        session.AfterCommit(_written.Beat);
        await session.CommitAsync(cancellationToken);
        return true;
    }

    public async Task DrainAsync(CancellationToken cancellationToken = default)
    {
        var upTo = await LastPendingAsync(long.MaxValue, cancellationToken);
        while (upTo > 0)
        {
            // Pauses between attempts are for the surroundings to recover; whoever drains does not wait for them.
            if (await DeliverNextAsync(upTo, ignorePauses: true, cancellationToken)) continue;
            if (await LastPendingAsync(upTo, cancellationToken) == 0) return;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Delivers one due delivery; false when there was none (or others hold all of them).</summary>
    internal async Task<bool> DeliverNextAsync(long upTo, bool ignorePauses, CancellationToken cancellationToken)
    {
        var dueBefore = ignorePauses ? long.MaxValue : time.GetUtcNow().ToMicros();
        // Looking costs no lock; the write session is opened only when there is something to do.
        await using (var read = await database.ReadAsync(cancellationToken))
            if (await FindAsync(read, upTo, dueBefore, "") is null) return false;

        Due? due = null;
        try
        {
            await using var session = await database.WriteAsync(cancellationToken);
            due = await FindAsync(session, upTo, dueBefore, session.Dialect.ForUpdateSkipLocked);
            if (due is null) return false;
            await DeliverAsync(due, session, cancellationToken);
            return true;
        }
        catch (Exception e) when (due is not null && !cancellationToken.IsCancellationRequested)
        {
            await NoteFailureAsync(due, e, cancellationToken);
            return true;
        }
    }

    /// <summary>Removes events that nobody waits for any more; returns how many.</summary>
    internal async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("delivered events are copies of what the audit log already holds");
        var removed = await session.Connection.ExecuteAsync(
            """
            DELETE FROM platform_outbox WHERE id IN (
              SELECT o.id FROM platform_outbox o
              WHERE o.created_at < @before AND NOT EXISTS (
                SELECT 1 FROM platform_outbox_deliveries d WHERE d.event_id = o.id AND d.state <> 1)
              ORDER BY o.id LIMIT @Limit)
            """,
            new { before = time.GetUtcNow() - PlatformLimits.DeliveredKept, Limit = PlatformLimits.PurgeBatch },
            session.Transaction);
        await session.CommitAsync(cancellationToken);
        return removed;
    }

    private static async Task<Due?> FindAsync(DbSession session, long upTo, long dueBefore, string lockSuffix) =>
        await session.Connection.QueryFirstOrDefaultAsync<Due>(
            $"""
            SELECT event_id AS EventId, handler AS Handler, attempts AS Attempts
            FROM platform_outbox_deliveries
            WHERE state = 0 AND event_id <= @upTo AND due_at <= @dueBefore
            ORDER BY event_id, handler LIMIT 1{lockSuffix}
            """,
            new { upTo, dueBefore }, session.Transaction);

    private async Task DeliverAsync(Due due, DbSession session, CancellationToken cancellationToken)
    {
        var happened = await session.Connection.QuerySingleAsync<Happened>(
            "SELECT name AS Name, payload AS Payload FROM platform_outbox WHERE id = @EventId", due, session.Transaction);
        var subscription = subscriptions.Find(happened.Name, due.Handler)
            ?? throw new InvalidOperationException($"No handler {due.Handler} of {happened.Name} is registered.");
        session.Unaudited("delivery mark; the handler audits what it does");
        await using var scope = scopes.CreateAsyncScope();
        await subscription.HandleAsync(scope.ServiceProvider, happened.Payload, session, cancellationToken);
        await session.Connection.ExecuteAsync(
            """
            UPDATE platform_outbox_deliveries SET state = 1, attempts = attempts + 1, ended_at = @now
            WHERE event_id = @EventId AND handler = @Handler
            """,
            new { due.EventId, due.Handler, now = time.GetUtcNow() }, session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    private async Task NoteFailureAsync(Due due, Exception failure, CancellationToken cancellationToken)
    {
        var attempts = due.Attempts + 1;
        var parked = attempts >= PlatformLimits.DeliveryAttemptsMax;
        var now = time.GetUtcNow();
        var text = $"{failure.GetType().Name}: {failure.Message}";
        logger.Log(parked ? LogLevel.Error : LogLevel.Warning, failure,
            "Event {EventId} failed in {Handler}, attempt {Attempts}{Parked}", due.EventId, due.Handler, attempts, parked ? ", parked" : "");
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("failed delivery");
        await session.Connection.ExecuteAsync(
            """
            UPDATE platform_outbox_deliveries
            SET state = @state, attempts = @attempts, due_at = @dueAt, last_error = @text, ended_at = @endedAt
            WHERE event_id = @EventId AND handler = @Handler AND state = 0
            """,
            new
            {
                due.EventId, due.Handler, attempts, state = parked ? Parked : Pending, dueAt = now + PauseAfter(attempts),
                text = text.Length > PlatformLimits.ErrorTextMax ? text[..PlatformLimits.ErrorTextMax] : text,
                endedAt = parked ? now.ToMicros() : (long?)null,
            },
            session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    private static TimeSpan PauseAfter(int attempts)
    {
        var pause = TimeSpan.FromSeconds(Math.Pow(2, attempts));
        return pause < PlatformLimits.DeliveryPauseMax ? pause : PlatformLimits.DeliveryPauseMax;
    }

    private async Task<long> LastPendingAsync(long upTo, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.ExecuteScalarAsync<long?>(
            "SELECT max(event_id) FROM platform_outbox_deliveries WHERE state = 0 AND event_id <= @upTo",
            new { upTo }, session.Transaction) ?? 0;
    }

    private sealed record Due(long EventId, string Handler, int Attempts);

    private sealed record Happened(string Name, string Payload);
}
