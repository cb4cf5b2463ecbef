using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;

namespace Lingnan.Registries.Storage;

/// <summary>Finds versions in both times.</summary>
internal static class BitemporalSql
{
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

    /// <summary>The statement that gives the row as it stands and, after it, what was recorded by
    /// <paramref name="known"/> of how it stood on <paramref name="day"/> where that has been replaced: two versions,
    /// or one, or none where there is no such row. Both are found by the row's id, so the cost does not grow with the
    /// versions read.</summary>
    public static SqlText Versions(
        PhysicalTable table, (string Columns, string Join) with, string id, DateTimeOffset known, DateOnly day)
    {
        var sql = new SqlText();
        var (key, at, on) = (
            sql.Parameter(id), sql.Parameter(known.ToMicros()), sql.Parameter(TimedRows.Day(day)));
        // Of expressions PostgreSQL knows no statistics, so that its plan does not hang on the times asked for: it is
        // made once and kept.
        var then = $"id = {key} AND recorded_at + 0 <= {at} AND COALESCE(superseded_at, {long.MaxValue}) > {at} "
            + $"AND COALESCE(valid_from, '') <= {on} AND COALESCE(valid_to, '~') > {on}";
        var columns = table.Versions.Columns;
        return sql.Append($"SELECT {with.Columns} FROM (")
            .Append($"SELECT {columns}, 1 AS part FROM {table.Name} WHERE id = {key} UNION ALL ")
            .Append($"SELECT {columns}, 2 FROM {table.History} WHERE {then}) versions {with.Join} ORDER BY part");
    }

    /// <summary>True for the version that was recorded by then and holds on the day.</summary>
    public static bool IsThen(StoredRow row, DateTimeOffset known, DateOnly day) =>
        row.RecordedAt <= known.ToMicros() && (row.SupersededAt is not { } until || until > known.ToMicros())
        && TimedRows.Period(row) is var period
        && (period.From is not { } from || from <= day) && (period.To is not { } to || to > day);

    /// <summary>The statement that gives all versions of a row, the newest first.</summary>
    public static SqlText All(PhysicalTable table, (string Columns, string Join) with, string id)
    {
        var sql = new SqlText();
        var (key, columns) = (sql.Parameter(id), table.Versions.Columns);
        return sql.Append($"SELECT {with.Columns} FROM (")
            .Append($"SELECT {columns} FROM {table.Name} WHERE id = {key} UNION ALL ")
            .Append($"SELECT {columns} FROM {table.History} WHERE id = {key}) versions {with.Join} ")
            .Append($"ORDER BY version DESC LIMIT {RegistriesLimits.HistoryMax}");
    }
}
