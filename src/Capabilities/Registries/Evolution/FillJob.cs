using System.Diagnostics;
using System.Text.Json;
using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Evolution;

/// <summary>What a fill is asked to do.</summary>
internal sealed record FillArgs(string Register);

/// <summary>
/// Writes into the current rows what readers already see: the values that steps of change work out. It walks the
/// table by id in short transactions, each of which also keeps the place reached, and rests between them, so that
/// readers and writers keep most of the machine. Then the indexes that waited are made, and the steps are done.
/// </summary>
internal sealed class FillJob(
    RegisterTables tables, TableMaker maker, RowSeals seals, IDatabase database, TimeProvider time)
    : IJobHandler
{
    public const string JobKind = "registries.evolution";

    /// <summary>Rows of one transaction: a few hundredths of a second, and some hundred kilobytes of log.</summary>
    private const int Batch = 1000;

    private static readonly Caller Self = Caller.System("registries.evolution");

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var name = JsonSerializer.Deserialize<FillArgs>(run.Job.ArgsJson)!.Register;
        if (tables.Find(name) is not { } table) return;
        await CountAsync(table, cancellationToken);
        bool isAll;
        do
        {
            var began = Stopwatch.GetTimestamp();
            if (await FillSomeAsync(run, table, cancellationToken) is not { } all) return;
            isAll = all;
            await Task.Delay(Rest(Stopwatch.GetElapsedTime(began)), cancellationToken);
        }
        while (!isAll);
        await maker.MakeWaitingIndexesAsync(table, cancellationToken);
        await EndAsync(table, cancellationToken);
    }

    // As long as the work itself took: half of one processor at most.
    private static TimeSpan Rest(TimeSpan worked) =>
        worked < TimeSpan.FromSeconds(1) ? worked : TimeSpan.FromSeconds(1);

    private async Task CountAsync(PhysicalTable table, CancellationToken cancellationToken)
    {
        long rows;
        await using (var read = await database.ReadAsync(cancellationToken))
        await using (var command = new SqlText().Append($"SELECT COUNT(*) FROM {table.Name}").Command(read))
        {
            command.CommandTimeout = 0;
            rows = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        }
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("progress of a change of shape");
        await session.Connection.ExecuteAsync(
            "UPDATE registries_evolution SET rows_total = @rows, started_at = COALESCE(started_at, @now) "
            + "WHERE register = @Name AND state <> 'done'",
            new { rows, table.Register.Name, now = time.GetUtcNow().ToMicros() }, session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    // True when the last row was reached, null when there is nothing to do now.
    private async Task<bool?> FillSomeAsync(IJobRun run, PhysicalTable table, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("columns are filled with what readers see already; the step is audited when done");
        var place = (await session.Connection.QueryAsync<Place>(
            "SELECT state AS State, position AS Position, rows_done AS Done, rows_total AS Total "
            + $"FROM registries_evolution WHERE register = @Name AND state <> 'done' {session.Dialect.ForUpdate}",
            new { table.Register.Name }, session.Transaction)).FirstOrDefault();
        if (place is null || place.State == StepStates.Paused) return null;
        var sql = new SqlText();
        sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE id > {sql.Parameter(place.Position)} ")
            .Append($"ORDER BY id LIMIT {Batch} {session.Dialect.ForUpdate}");
        var rows = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
        var left = await seals.LiftAsync(session, table, rows, cancellationToken);
        await RowCommands.FillAsync(
            session, table, table.Evolution.MadeColumns, [.. rows.Select(r => WrittenRow.Of(table, r))],
            cancellationToken);
        await Leftovers.AddAsync(session, table, rows, left, time.GetUtcNow().ToMicros(), cancellationToken);
        var done = place.Done + rows.Count;
        await session.Connection.ExecuteAsync(
            "UPDATE registries_evolution SET position = @position, rows_done = @done "
            + "WHERE register = @Name AND state <> 'done'",
            new
            {
                position = rows.Count == 0 ? place.Position : rows[^1].Id, done, table.Register.Name,
            }, session.Transaction);
        await run.CheckpointAsync(session, "{}", done, place.Total, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return rows.Count < Batch;
    }

    private async Task EndAsync(PhysicalTable table, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var before = table.Evolution.Filling;
        table.Evolution.Filling = new HashSet<string>();
        try
        {
            await session.Connection.ExecuteAsync(
                "UPDATE registries_evolution SET state = 'done', ended_at = @now "
                + "WHERE register = @Name AND state <> 'done'",
                new { table.Register.Name, now = time.GetUtcNow().ToMicros() }, session.Transaction);
            await maker.NoteAsync(session, table);
            session.Audit(new AuditEntry
            {
                Caller = Self,
                Action = "registries.evolved",
                Object = table.Register.Name,
                DetailJson = JsonSerializer.Serialize(new { step = table.Evolution.Shape, fields = before }),
            });
            await session.CommitAsync(cancellationToken);
        }
        catch
        {
            table.Evolution.Filling = before;
            throw;
        }
    }

    private sealed record Place(string State, string Position, long Done, long? Total);
}
