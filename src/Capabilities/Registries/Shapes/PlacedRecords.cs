using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Shapes;

/// <summary>Pages of rows whose geometry itself meets what is asked: the index finds those whose box does, and each is
/// looked at. A page for which too many were looked at in vain ends early and is gone on with by its cursor.</summary>
internal sealed class PlacedRecords(RegisterTables tables, IDatabase database, RecordViews views)
{
    /// <summary>One page, not yet in the read log; counted up to one beyond <paramref name="countMax"/>, or not where
    /// that is null.</summary>
    public async Task<(IReadOnlyList<RecordView?> Items, ListPosition? Next, long? Total)> RunAsync(
        ReadScope scope, ListSql sql, ListPosition? after, int limit, int? countMax, IReadOnlySet<string>? fields,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(scope.Register);
        var read = sql.Read(fields);
        await using var session = await database.ReadAsync(cancellationToken);
        var (items, next, lookedAt) = (new List<RecordView?>(), after, 0);
        var isMore = true;
        while (isMore && lookedAt < ShapeLimits.LookedAtMax)
        {
            var rows = new List<(StoredRow Row, RecordView? View)>();
            foreach (var part in sql.Pages(next, database.Engine, read))
            {
                rows.AddRange(await views.SelectAsync(
                    session, table, read, part(limit + 1 - rows.Count), scope, cancellationToken, fields, sql.IsPast));
                if (rows.Count > limit) break;
            }
            isMore = rows.Count > limit;
            lookedAt += rows.Count;
            foreach (var (row, view) in rows.Take(limit))
            {
                next = sql.Order.PositionOf(row);
                if (!sql.Place!.Holds(row)) continue;
                items.Add(view);
                if (items.Count < limit) continue;
                isMore |= !ReferenceEquals(row, rows[^1].Row);
                var total = await CountAsync(session, table, sql, countMax, cancellationToken);
                return (items, isMore ? next : null, total);
            }
        }
        return (items, isMore ? next : null, await CountAsync(session, table, sql, countMax, cancellationToken));
    }

    // Those whose box lies within what is asked are counted by the engine; few lie across its border.
    private static async Task<long?> CountAsync(
        DbSession session, PhysicalTable table, ListSql sql, int? max, CancellationToken cancellationToken)
    {
        if (max is null) return null;
        var count = (long)(await RowCommands.ScalarAsync(
            session, sql.Placed("COUNT(*)", isSure: true), cancellationToken))!;
        var read = RowRead.Shown(table, new HashSet<string> { sql.Place!.Field.Field.Name }, [], standing: false);
        await using var command = sql.Placed(read.Columns, isSure: false).Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (count <= max && await reader.ReadAsync(cancellationToken))
            if (sql.Place.Holds(StoredRow.Read(reader, table, read))) count++;
        return count;
    }
}
