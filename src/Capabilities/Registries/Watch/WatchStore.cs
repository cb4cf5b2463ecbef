using System.Data;
using System.Globalization;
using Dapper;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Features;
using Lingnan.Registries.Watch.Model;

namespace Lingnan.Registries.Watch;

/// <summary>The reads of the last weeks in the form in which rules count them.</summary>
internal static class WatchStore
{
    private static readonly IReadOnlyList<BulkColumn> ReadColumns =
    [
        new("position", DbType.Int64), new("read_at", DbType.Int64), new("account_id", DbType.String),
        new("register", DbType.String), new("row_id", DbType.String), new("subject_id", DbType.String),
        new("case_number", DbType.String), new("region", DbType.String),
    ];

    /// <summary>How far the log was looked at; nobody else looks until this session ends.</summary>
    public static Task<long> LockPositionAsync(DbSession session) => session.Connection.ExecuteScalarAsync<long>(
        "SELECT position FROM registries_watch_position WHERE id = 1" + session.Dialect.ForUpdate, null,
        session.Transaction);

    public static Task MoveAsync(DbSession session, long position) => session.Connection.ExecuteAsync(
        "UPDATE registries_watch_position SET position = @position WHERE id = 1", new { position },
        session.Transaction);

    public static Task AddAsync(
        DbSession session, IReadOnlyList<(AuditRecord Entry, string Register, string RowId, string? Region)> reads,
        CancellationToken cancellationToken) => session.Dialect.InsertManyAsync(
            session, "registries_watch_reads", ReadColumns,
            [.. reads.Select(r => (object?[])
            [
                r.Entry.Sequence, r.Entry.At.ToMicros(), r.Entry.CallerId, r.Register, r.RowId, r.Entry.SubjectId,
                r.Entry.CaseNumber?.Trim(), r.Region,
            ])], cancellationToken);

    public static Task ForgetAsync(DbSession session, DateTimeOffset before) => session.Connection.ExecuteAsync(
        """
        DELETE FROM registries_watch_reads WHERE read_at < @before;
        DELETE FROM registries_watch_days WHERE day < @day
        """,
        new { before = before.ToMicros(), day = Iso(CityTime.DayOf(before)) }, session.Transaction);

    /// <summary>An account's reads, oldest first.</summary>
    public static async Task<IReadOnlyList<WatchedRead>> ReadsAsync(
        DbSession session, string accountId, DateTimeOffset since)
    {
        var rows = await session.Connection.QueryAsync<ReadRow>(
            """
            SELECT position AS Position, read_at AS ReadAt, subject_id AS SubjectId, case_number AS CaseNumber,
              region AS Region
            FROM registries_watch_reads WHERE account_id = @accountId AND read_at >= @since
            ORDER BY read_at DESC, position DESC LIMIT @limit
            """,
            new { accountId, since = since.ToMicros(), limit = WatchLimits.AccountReads }, session.Transaction);
        return [.. rows.Select(r => new WatchedRead(
            r.Position, Instant.FromMicros(r.ReadAt), r.SubjectId, r.CaseNumber, r.Region)).OrderBy(r => r.Position)];
    }

    public static async Task KeepDaysAsync(
        DbSession session, string accountId, IEnumerable<KeyValuePair<DateOnly, WatchedDay>> days)
    {
        foreach (var (day, read) in days)
            await session.Connection.ExecuteAsync(
                """
                INSERT INTO registries_watch_days (account_id, day, persons, busiest_hour, persons_off)
                VALUES (@accountId, @day, @Persons, @BusiestHour, @PersonsOff)
                ON CONFLICT (account_id, day) DO UPDATE SET persons = excluded.persons,
                  busiest_hour = excluded.busiest_hour, persons_off = excluded.persons_off
                """,
                new { accountId, day = Iso(day), read.Persons, read.BusiestHour, read.PersonsOff },
                session.Transaction);
    }

    /// <summary>How the account and all others read on the days before.</summary>
    public static async Task<ReadingPast> PastAsync(DbSession session, string accountId, DateOnly before)
    {
        var rows = (await session.Connection.QueryAsync<DayRow>(
            """
            SELECT account_id AS AccountId, persons AS Persons, busiest_hour AS BusiestHour, persons_off AS PersonsOff
            FROM registries_watch_days WHERE day >= @from AND day < @before ORDER BY day DESC LIMIT @limit
            """,
            new { from = Iso(before.AddDays(-WatchLimits.Days)), before = Iso(before), limit = WatchLimits.PeerDays },
            session.Transaction)).ToList();
        var peers = rows.Where(r => r.AccountId != accountId).GroupBy(r => r.AccountId).ToList();
        return new ReadingPast(
            [.. rows.Where(r => r.AccountId == accountId)
                .Select(r => new WatchedDay(r.Persons, r.BusiestHour, r.PersonsOff))],
            [.. peers.Select(p => Habits.Median([.. p.Select(r => r.Persons)]))],
            [.. peers.Select(p => Habits.Median([.. p.Select(r => r.BusiestHour)]))]);
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private sealed class ReadRow
    {
        public long Position { get; init; }
        public long ReadAt { get; init; }
        public string SubjectId { get; init; } = "";
        public string? CaseNumber { get; init; }
        public string? Region { get; init; }
    }

    private sealed class DayRow
    {
        public string AccountId { get; init; } = "";
        public long Persons { get; init; }
        public long BusiestHour { get; init; }
        public long PersonsOff { get; init; }
    }
}
