using Dapper;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Operations;

/// <summary>Notes each minute that time goes on, so that a clock set back is noticed, also across a restart.</summary>
internal sealed class Heartbeat(IDatabase database, MonotonicClock clock, TimeProvider time, ILogger<Heartbeat> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before anything is recorded by this run: no instant may lie before those of the run before.
        if (await LastAsync(cancellationToken) is { } last) clock.Seen(last);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>The latest instant on record, or null in a fresh city.</summary>
    public async Task<DateTimeOffset?> LastAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.ExecuteScalarAsync<long?>(
            "SELECT seen_at FROM platform_heartbeat WHERE id = 1", transaction: session.Transaction) is { } micros
            ? Instant.FromMicros(micros) : null;
    }

    /// <summary>Notes now; never goes back.</summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("heartbeat");
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO platform_heartbeat (id, seen_at) VALUES (1, @now)
            ON CONFLICT (id) DO UPDATE SET seen_at = CASE
              WHEN platform_heartbeat.seen_at > excluded.seen_at THEN platform_heartbeat.seen_at ELSE excluded.seen_at END
            """,
            new { now = time.GetUtcNow() }, session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await BeatAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "The database does not take writes at the moment");
            }

            await Task.Delay(Every, time, stoppingToken);
        }
    }
}
