using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Events;

/// <summary>
/// Events between the commit that caused them and their handlers. A delivery is one transaction, the handler's
/// writes and the mark that it is done, after a first one that counts the attempt.
/// Several processes may deliver at once; each takes rows no other holds.
/// </summary>
internal sealed class Outbox(
    IDatabase database, EventSubscriptions subscriptions, IServiceScopeFactory scopes, TimeProvider time,
    ILogger<Outbox> logger) : IOutbox, IOutboxWriter
{
    private const int Pending = 0, Parked = 2;

    private readonly Pulse _written = new();

    /// <summary>Completes when an event was committed by this process after it was taken.</summary>
    public Task NextWrite => _written.Next;

    public async Task WriteAsync(
        DbSession session, IReadOnlyList<OutboxEvent> events, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().ToMicros();
        foreach (var happened in events)
        {
            if (subscriptions.HandlersOf(happened) is not { } handlers) continue;
            var id = await session.Connection.ExecuteScalarAsync<long>(
                "INSERT INTO platform_outbox (name, payload, created_at) VALUES (@Name, @Json, @now) RETURNING id",
                new { happened.Name, happened.Json, now }, session.Transaction);
            foreach (var handler in handlers)
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

        if (await ClaimAsync(upTo, dueBefore, cancellationToken) is not { } due) return false;
        if (due.Attempts > PlatformLimits.DeliveryAttemptsMax) return true;
        try
        {
            await using var session = await database.WriteAsync(cancellationToken);
            await DeliverAsync(due, session, cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            await GiveBackAsync(due);
            throw;
        }
        catch (Exception e)
        {
            await NoteFailureAsync(due, e, cancellationToken);
        }

        return true;
    }

    /// <summary>
    /// Takes a delivery and counts the attempt before it is made: a handler that takes the process down leaves nothing
    /// else behind to count. One whose attempts are used up that way is parked. Null when there is nothing to take.
    /// </summary>
    private async Task<Due?> ClaimAsync(long upTo, long dueBefore, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        if (await FindAsync(session, upTo, dueBefore, session.Dialect.ForUpdateSkipLocked) is not { } found)
            return null;
        session.Unaudited("attempt to deliver");
        var now = time.GetUtcNow();
        var due = found with { Attempts = found.Attempts + 1 };
        var isUsedUp = due.Attempts > PlatformLimits.DeliveryAttemptsMax;
        if (isUsedUp)
            logger.LogError(
                "Event {EventId} is parked: the process ended in {Handler} again and again", due.EventId, due.Handler);
        await session.Connection.ExecuteAsync(
            isUsedUp
                ? """
                  UPDATE platform_outbox_deliveries SET state = 2, claimed_until = NULL, ended_at = @now, last_error = @text
                  WHERE event_id = @EventId AND handler = @Handler
                  """
                : """
                  UPDATE platform_outbox_deliveries SET attempts = @Attempts, claimed_until = @until
                  WHERE event_id = @EventId AND handler = @Handler
                  """,
            new
            {
                due.EventId, due.Handler, due.Attempts, now, until = now + PauseAfter(due.Attempts),
                text = "The process ended while this handler ran.",
            },
            session.Transaction);
        await session.CommitAsync(cancellationToken);
        return due;
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

    private async Task<Due?> FindAsync(DbSession session, long upTo, long dueBefore, string lockSuffix) =>
        await session.Connection.QueryFirstOrDefaultAsync<Due>(
            $"""
            SELECT event_id AS EventId, handler AS Handler, attempts AS Attempts
            FROM platform_outbox_deliveries
            WHERE state = 0 AND event_id <= @upTo AND due_at <= @dueBefore AND (claimed_until IS NULL OR claimed_until <= @now)
            ORDER BY event_id, handler LIMIT 1{lockSuffix}
            """,
            new { upTo, dueBefore, now = time.GetUtcNow() }, session.Transaction);

    private async Task DeliverAsync(Due due, DbSession session, CancellationToken cancellationToken)
    {
        // The claim runs out if the handler is slow; from here on the lock of the row holds it. Whoever else holds it now
        // only looked for work and lets go at once: passing over it would leave the claim to run out for nothing.
        var isStillOurs = await session.Connection.ExecuteScalarAsync<long?>(
            $"""
            SELECT event_id FROM platform_outbox_deliveries
            WHERE event_id = @EventId AND handler = @Handler AND state = 0 AND attempts = @Attempts{session.Dialect.ForUpdate}
            """,
            due, session.Transaction) is not null;
        if (!isStillOurs) return;
        var happened = await session.Connection.QuerySingleAsync<Happened>(
            "SELECT name AS Name, payload AS Payload FROM platform_outbox WHERE id = @EventId", due,
            session.Transaction);
        var subscription = subscriptions.Find(happened.Name, due.Handler)
            ?? throw new InvalidOperationException($"No handler {due.Handler} of {happened.Name} is registered.");
        session.Unaudited("delivery mark; the handler audits what it does");
        await using var scope = scopes.CreateAsyncScope();
        await subscription.HandleAsync(scope.ServiceProvider, happened.Payload, session, cancellationToken);
        await session.Connection.ExecuteAsync(
            """
            UPDATE platform_outbox_deliveries SET state = 1, claimed_until = NULL, ended_at = @now
            WHERE event_id = @EventId AND handler = @Handler
            """,
            new { due.EventId, due.Handler, now = time.GetUtcNow() }, session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    /// <summary>An attempt that a shutdown broke off was none.</summary>
    private async Task GiveBackAsync(Due due)
    {
        await using var session = await database.WriteAsync(CancellationToken.None);
        session.Unaudited("delivery broken off by a shutdown");
        await session.Connection.ExecuteAsync(
            """
            UPDATE platform_outbox_deliveries SET attempts = attempts - 1, claimed_until = NULL
            WHERE event_id = @EventId AND handler = @Handler AND state = 0 AND attempts = @Attempts
            """,
            due, session.Transaction);
        await session.CommitAsync(CancellationToken.None);
    }

    private async Task NoteFailureAsync(Due due, Exception failure, CancellationToken cancellationToken)
    {
        var attempts = due.Attempts;
        var parked = attempts >= PlatformLimits.DeliveryAttemptsMax;
        var now = time.GetUtcNow();
        var text = $"{failure.GetType().Name}: {failure.Message}";
        logger.Log(parked ? LogLevel.Error : LogLevel.Warning, failure,
            "Event {EventId} failed in {Handler}, attempt {Attempts}{Parked}", due.EventId, due.Handler, attempts,
            parked ? ", parked" : "");
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("failed delivery");
        await session.Connection.ExecuteAsync(
            """
            UPDATE platform_outbox_deliveries
            SET state = @state, due_at = @dueAt, claimed_until = NULL, last_error = @text, ended_at = @endedAt
            WHERE event_id = @EventId AND handler = @Handler AND state = 0 AND attempts = @attempts
            """,
            new
            {
                due.EventId, due.Handler, attempts, state = parked ? Parked : Pending,
                dueAt = now + PauseAfter(attempts),
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
