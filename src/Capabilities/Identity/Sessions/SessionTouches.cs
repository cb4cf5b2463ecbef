using System.Collections.Concurrent;
using Dapper;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Identity.Sessions;

/// <summary>When sessions were last used: held in memory, written in one go every half minute, so that no page waits
/// for a writer. A crash loses at most that half minute of sliding.</summary>
internal sealed class SessionTouches(IDatabase database, TimeProvider time, ILogger<SessionTouches> logger)
    : BackgroundService
{
    private readonly ConcurrentDictionary<string, long> _unwritten = new(StringComparer.Ordinal);

    public void Touch(string sessionId, long at) => _unwritten[sessionId] = at;

    public long LastUsed(string sessionId, long stored) =>
        _unwritten.TryGetValue(sessionId, out var at) && at > stored ? at : stored;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(IdentityLimits.TouchEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await WriteAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: StopAsync writes what is left.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        var batch = _unwritten.ToArray();
        if (batch.Length == 0) return;
        try
        {
            await using var session = await database.WriteAsync(cancellationToken);
            await session.Connection.ExecuteAsync(new CommandDefinition(
                "UPDATE identity_sessions SET last_used_at = @at WHERE id = @id AND last_used_at < @at",
                batch.Select(t => new { id = t.Key, at = t.Value }), session.Transaction,
                cancellationToken: cancellationToken));
            session.Unaudited("Times of last use of sessions; what was done in them has its own entries.");
            await session.CommitAsync(cancellationToken);
            foreach (var touch in batch) _unwritten.TryRemove(touch);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // A full disk or a database away must not end sign-ins; the next round writes them.
            logger.LogWarning(fault, "Times of last use of {Count} sessions could not be written.", batch.Length);
        }
    }
}
