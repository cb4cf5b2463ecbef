using System.Data;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;

namespace Lingnan.Registries.Storage;

/// <summary>A row as it was known at a time to stand on a day.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Known">What was recorded by then counts.</param>
/// <param name="Day">Day that it is asked for.</param>
internal sealed record RowThen(string Id, DateTimeOffset Known, DateOnly Day);

/// <summary>Finds versions in both times.</summary>
internal static class BitemporalSql
{
    private static readonly BulkColumn[] AskedColumns =
        [new("asked_id", DbType.String), new("asked_known", DbType.Int64), new("asked_day", DbType.String)];

    /// <summary>The rows as they were known then to stand on that day, as a table of the name
    /// <c>past</c>.</summary>
    public static string Past(SqlText sql, PhysicalTable table, AsOf asOf)
    {
        var then = Then(sql, asOf);
        return $"(SELECT {table.ColumnList} FROM {table.Name} WHERE {then} UNION ALL "
            + $"SELECT {table.ColumnList} FROM {table.History} WHERE {then}) AS past";
    }

    /// <summary>The condition of versions that were recorded by then and hold on the day.</summary>
    public static string Then(SqlText sql, AsOf asOf)
    {
        // Without a time what is believed now is meant, which nothing has taken the place of.
        var at = sql.Parameter(asOf.KnownAt?.ToMicros() ?? long.MaxValue);
        var on = sql.Parameter(TimedRows.Day(asOf.ValidOn ?? CityTime.DayOf(asOf.KnownAt!.Value)));
        return $"recorded_at <= {at} AND (superseded_at IS NULL OR superseded_at > {at}) "
            + $"AND (valid_from IS NULL OR valid_from <= {on}) AND (valid_to IS NULL OR valid_to > {on})";
    }

    /// <summary>The statement that gives each row as it stands and, after those, what was recorded by the asked time
    /// of how it stood on the asked day where that has been replaced: two versions of a row, or one, or none where
    /// there is no such row. All are found by the rows' ids, so the cost does not grow with the versions
    /// read.</summary>
    /// <param name="table">Table.</param>
    /// <param name="with">Columns and join of the keys.</param>
    /// <param name="asked">What is asked; each row once.</param>
    public static SqlText Versions(
        PhysicalTable table, (string Columns, string Join) with, IReadOnlyList<RowThen> asked)
    {
        var sql = new SqlText().Append($"SELECT {with.Columns} FROM (");
        var columns = table.Versions.Columns;
        if (asked is [var one])
        {
            var key = sql.Parameter(one.Id);
            sql.Append($"SELECT {columns}, 1 AS part FROM {table.Name} WHERE id = {key} UNION ALL ")
                .Append($"SELECT {columns}, 2 FROM {table.History} WHERE id = {key} AND ")
                .Append(WasThen(sql.Parameter(one.Known.ToMicros()), sql.Parameter(TimedRows.Day(one.Day))));
        }
        else
        {
            var rows = JsonSerializer.Serialize(asked.Select(a => new
            {
                asked_id = a.Id, asked_known = a.Known.ToMicros(), asked_day = TimedRows.Day(a.Day),
            }));
            sql.Append($"SELECT {columns}, 1 AS part FROM ").AppendTable("asked", AskedColumns, rows)
                .Append($" JOIN {table.Name} ON id = asked_id UNION ALL SELECT {columns}, 2 FROM ")
                .AppendTable("asked", AskedColumns, rows)
                .Append($" JOIN {table.History} ON id = asked_id AND {WasThen("asked_known", "asked_day")}");
        }
        return sql.Append($") versions {with.Join} ORDER BY part");
    }

    // Of expressions PostgreSQL knows no statistics, so that its plan does not hang on the times asked for: it is made
    // once and kept.
    private static string WasThen(string at, string on) =>
        $"recorded_at + 0 <= {at} AND COALESCE(superseded_at, {long.MaxValue}) > {at} "
        + $"AND COALESCE(valid_from, '') <= {on} AND COALESCE(valid_to, '~') > {on}";

    /// <summary>True for the version that was recorded by then and holds on the day.</summary>
    public static bool IsThen(StoredRow row, RowThen asked) =>
        row.RecordedAt <= asked.Known.ToMicros()
        && (row.SupersededAt is not { } until || until > asked.Known.ToMicros())
        && TimedRows.Period(row) is var period
        && (period.From is not { } from || from <= asked.Day) && (period.To is not { } to || to > asked.Day);

    /// <summary>The statement that gives the row as it stands and after it the versions in the range, the newest
    /// first.</summary>
    public static SqlText History(
        PhysicalTable table, (string Columns, string Join) with, string id, VersionRange range)
    {
        var sql = new SqlText();
        var (key, columns) = (sql.Parameter(id), table.Versions.Columns);
        sql.Append($"SELECT {with.Columns} FROM (SELECT {columns} FROM {table.Name} WHERE id = {key} UNION ALL ")
            .Append($"SELECT * FROM (SELECT {columns} FROM {table.History} WHERE id = {key}");
        if (range.Before is { } before) sql.Append($" AND version < {sql.Parameter(before)}");
        return sql.Append($" ORDER BY version DESC LIMIT {sql.Parameter(range.Limit)}) AS past) versions {with.Join} ")
            .Append("ORDER BY version DESC");
    }

    /// <summary>The statement that gives the versions below this one that were replaced at these times.</summary>
    public static SqlText Replaced(PhysicalTable table, string id, int below, IEnumerable<long> times)
    {
        var sql = new SqlText();
        sql.Append($"SELECT {table.ColumnList} FROM {table.History} WHERE id = {sql.Parameter(id)} ")
            .Append($"AND version < {sql.Parameter(below)} AND superseded_at IN (");
        return sql.Append(string.Join(", ", times.Distinct().Select(sql.Parameter)))
            .Append(") ORDER BY version DESC");
    }
}
