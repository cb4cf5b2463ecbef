using System.Text.Json;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>Just after midnight: rows whose days ended give place to the version that holds from today. Nothing is
/// believed otherwise than before, only the version that stands in the table is another.</summary>
internal sealed class TurnOfDay(RegisterTables tables, IDatabase database, TimeProvider time) : IJobHandler
{
    public const string JobKind = "registries.turn-of-day";
    public const string When = "1 0 * * *";

    private const int Batch = 200;

    private static readonly Caller Clock = Caller.System("registries.turn-of-day");

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var turned = 0;
        foreach (var table in tables.All)
        {
            int some;
            do
            {
                some = await TurnAsync(run, table, turned, cancellationToken);
                turned += some;
            }
            while (some == Batch);
        }
    }

    private async Task<int> TurnAsync(
        IJobRun run, PhysicalTable table, int before, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var today = CityTime.Today(time);
        var ended = await EndedAsync(session, table, TimedRows.Day(today)!, cancellationToken);
        foreach (var row in ended) await SwapAsync(session, table, row, today, cancellationToken);
        if (ended.Count == 0)
        {
            session.Unaudited("no row of this register turned today");
            return 0;
        }
        session.Audit(new AuditEntry
        {
            Caller = Clock,
            Action = "registries.rows-turned",
            Object = table.Register.Name,
            DetailJson = JsonSerializer.Serialize(new { day = TimedRows.Day(today), rows = ended.Select(r => r.Id) }),
        });
        var done = before + ended.Count;
        await run.CheckpointAsync(session, "{}", done, null, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return ended.Count;
    }

    private static Task<IReadOnlyList<StoredRow>> EndedAsync(
        DbSession session, PhysicalTable table, string today, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var day = sql.Parameter(today);
        sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE closed_at IS NULL AND valid_to IS NOT NULL ")
            .Append($"AND valid_to <= {day} AND EXISTS (SELECT 1 FROM {table.History} h WHERE h.id = {table.Name}.id ")
            .Append($"AND h.superseded_at IS NULL AND h.valid_from <= {day} ")
            .Append($"AND (h.valid_to IS NULL OR h.valid_to > {table.Name}.valid_to)) ")
            .Append($"ORDER BY valid_to, id LIMIT {Batch} {session.Dialect.ForUpdate}");
        return RowCommands.SelectAsync(session, table, sql, cancellationToken);
    }

    private static async Task SwapAsync(
        DbSession session, PhysicalTable table, StoredRow ended, DateOnly today, CancellationToken cancellationToken)
    {
        var others = await TimedRows.BelievedElsewhereAsync(session, table, ended.Id, cancellationToken);
        var standing = Timeline.Standing([TimedRows.Period(ended), .. others.Select(TimedRows.Period)], today);
        var risen = others[standing - 1];
        var sql = new SqlText();
        sql.Append($"DELETE FROM {table.History} WHERE id = {sql.Parameter(risen.Id)} ")
            .Append($"AND version = {sql.Parameter(risen.Version)}");
        await RowCommands.ExecuteAsync(session, sql, cancellationToken);
        await RowCommands.InsertHistoryAsync(session, table, [ended], cancellationToken);
        await RowCommands.UpdateAsync(
            session, table, [WrittenRow.Of(table, risen with { Version = ended.Version + 1 })], cancellationToken);
        session.Publish(new RecordChanged(table.Register.Name, risen.Id, RecordActions.Dated));
    }
}
