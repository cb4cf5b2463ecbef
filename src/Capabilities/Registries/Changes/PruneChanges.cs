using System.Text.Json;
using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Changes;

/// <summary>
/// Each night lets go of changes that were kept for their time. What goes is always the beginning of a feed, in short
/// transactions; each writes down with what it removes the position up to which it did, so a reader who comes from
/// before it is told, and none passes over a gap unnoticed.
/// </summary>
internal sealed class PruneChanges(
    RegisterTables tables, IDatabase database, ChangePositions positions, ChangeRetention retention, TimeProvider time)
    : IJobHandler
{
    public const string JobKind = "registries.prune-changes";
    public const string When = "10 3 * * *";

    private const int Batch = 500;

    private static readonly Caller Pruner = Caller.System("registries.prune-changes");

    private sealed record Placed(long LastPosition, long RecordedAt);

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var pruned = 0L;
        foreach (var table in tables.All)
        {
            // What nobody has read yet has no position; it gets one, so that it is missed when it goes.
            await positions.PlaceAsync(table.Register.Name, cancellationToken);
            int some;
            do
            {
                some = await PruneAsync(run, table.Register.Name, pruned, cancellationToken);
                pruned += some;
            }
            while (some == Batch);
        }
    }

    private async Task<int> PruneAsync(
        IJobRun run, string register, long before, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var since = (time.GetUtcNow() - retention.Kept).ToMicros();
        var first = await session.Connection.QueryAsync<Placed>(new CommandDefinition(
            "SELECT last_position AS LastPosition, recorded_at AS RecordedAt FROM registries_changes "
            + $"WHERE register = @register AND last_position IS NOT NULL ORDER BY last_position LIMIT {Batch}",
            new { register }, session.Transaction, cancellationToken: cancellationToken));
        var old = first.TakeWhile(c => c.RecordedAt < since).ToList();
        if (old.Count == 0)
        {
            session.Unaudited("no change of this register is old enough to go");
            return 0;
        }
        var position = old[^1].LastPosition;
        await session.Connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE registries_change_heads SET kept_after = @position WHERE register = @register;
            DELETE FROM registries_changes WHERE register = @register AND last_position <= @position
            """, new { register, position }, session.Transaction, cancellationToken: cancellationToken));
        session.Audit(new AuditEntry
        {
            Caller = Pruner, Action = "registries.changes-pruned", Object = register,
            DetailJson = JsonSerializer.Serialize(new { upTo = position, batches = old.Count }),
        });
        await run.CheckpointAsync(session, "{}", before + old.Count, null, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return old.Count;
    }
}
