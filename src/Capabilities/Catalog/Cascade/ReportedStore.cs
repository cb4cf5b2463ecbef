using System.Data;
using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Cascade;

/// <summary>A resource taken in from below.</summary>
internal sealed record NewReported(
    string Code, ResourceDescription Description, Increment Increment, string Digest);

/// <summary>Rows of what catalogues below reported.</summary>
internal static class ReportedStore
{
    public sealed class Known
    {
        public string Code { get; init; } = "";
        public string ReportedCode { get; init; } = "";
        public long Position { get; init; }
        public string Digest { get; init; } = "";
    }

    private static readonly BulkColumn[] ResourceColumns =
    [
        new("code", DbType.String), new("state", DbType.String), new("version", DbType.Int64),
        new("published_number", DbType.Int64), new("latest_number", DbType.Int64), new("published_at", DbType.Int64),
        new("created_at", DbType.Int64), new("changed_at", DbType.Int64), new("change_number", DbType.Int64),
    ];

    private static readonly BulkColumn[] VersionColumns =
    [
        new("code", DbType.String), new("number", DbType.Int64), new("body", DbType.String),
        new("author", DbType.String), new("written_at", DbType.Int64), new("published_at", DbType.Int64),
    ];

    private static readonly BulkColumn[] ReportedColumns =
    [
        new("code", DbType.String), new("reporter", DbType.String), new("reported_code", DbType.String),
        new("position", DbType.Int64), new("digest", DbType.String),
    ];

    /// <summary>Holds the reporter against another file of its own until commit.</summary>
    public static Task HoldAsync(DbSession session, string region, long at) => session.Connection.ExecuteAsync(
        """
        INSERT INTO catalog_reporters (region, last_position, received_at) VALUES (@region, 0, @at)
        ON CONFLICT (region) DO UPDATE SET received_at = excluded.received_at
        """,
        new { region, at }, session.Transaction);

    public static Task<long> ReachAsync(DbSession session, string region, long position) =>
        session.Connection.ExecuteScalarAsync<long>(
            """
            UPDATE catalog_reporters
            SET last_position = CASE WHEN last_position < @position THEN @position ELSE last_position END
            WHERE region = @region RETURNING last_position
            """,
            new { region, position }, session.Transaction);

    public static async Task<Dictionary<string, Known>> KnownAsync(
        DbSession session, string region, IReadOnlyCollection<string> codes) =>
        (await session.Connection.QueryAsync<Known>(
            """
            SELECT code AS Code, reported_code AS ReportedCode, position AS Position, digest AS Digest
            FROM catalog_reported WHERE reporter = @region AND
            """ + " " + session.Dialect.IsInList("reported_code", "@codes"),
            new { region, codes = session.Dialect.ListOf(codes) }, session.Transaction))
        .ToDictionary(k => k.ReportedCode, StringComparer.Ordinal);

    public static Task NoteAsync(DbSession session, string code, long position, string digest) =>
        session.Connection.ExecuteAsync(
            "UPDATE catalog_reported SET position = @position, digest = @digest WHERE code = @code",
            new { code, position, digest }, session.Transaction);

    public static async Task AddAsync(
        DbSession session, IReadOnlyList<NewReported> news, string region, long at, CancellationToken cancellationToken)
    {
        if (news.Count == 0) return;
        foreach (var sequence in news.GroupBy(n => n.Description.Classification))
            await ReserveAsync(session, sequence.Key, sequence.Max(n => ReportedCode.Sequence(n.Code)));
        var change = await ResourceStore.NextChangesAsync(session, news.Count);
        await session.Dialect.InsertManyAsync(
            session, "catalog_resources", ResourceColumns,
            [
                .. news.Select((n, i) => new object?[]
                {
                    n.Code, nameof(ResourceState.Published), 1L, 1L, 1L, PublishedAt(n.Increment, at), at, at,
                    change + i,
                }),
            ],
            cancellationToken);
        await session.Dialect.InsertManyAsync(
            session, "catalog_versions", VersionColumns,
            [
                .. news.Select(n => new object?[]
                {
                    n.Code, 1L, Descriptions.Write(n.Description), region, at, PublishedAt(n.Increment, at),
                }),
            ],
            cancellationToken);
        await session.Dialect.InsertManyAsync(
            session, "catalog_reported", ReportedColumns,
            [.. news.Select(n => new object?[] { n.Code, region, n.Increment.Code, n.Increment.Position, n.Digest })],
            cancellationToken);
        await SummaryStore.PutAsync(
            session, news.Select(n => SummaryStore.Of(n.Code, n.Description, n.Description.Region)));
    }

    public static long PublishedAt(Increment increment, long at) => increment.PublishedAt?.ToMicros() ?? at;

    // A resource made here later must not be given a number that a reported one has.
    private static Task ReserveAsync(DbSession session, string prefix, long last) => session.Connection.ExecuteAsync(
        """
        INSERT INTO catalog_sequences (prefix, last) VALUES (@prefix, @last)
        ON CONFLICT (prefix) DO UPDATE SET last = excluded.last WHERE catalog_sequences.last < excluded.last
        """,
        new { prefix, last }, session.Transaction);
}
