using System.Data;
using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Merging;

namespace Lingnan.Registries.Sources;

/// <summary>Keeps what sources say of rows.</summary>
internal static class LinkStore
{
    private const string All =
        "SELECT link_id AS LinkId, version AS Version, register AS Register, source AS Source, key_index AS KeyIndex, "
        + "row_id AS RowId, state AS State, said AS Said, sealed_for AS SealedFor, valid_from AS ValidFrom, "
        + "recorded_at AS RecordedAt, recorded_by AS RecordedBy, recorder_id AS RecorderId, reason AS Reason, "
        + "import_id AS ImportId FROM registries_source_links WHERE ";

    private const string Current = All + "superseded_at IS NULL AND register = @register ";

    private static readonly BulkColumn[] Columns =
    [
        new("link_id", DbType.String), new("version", DbType.Int64), new("register", DbType.String),
        new("source", DbType.String), new("key_index", DbType.String), new("row_id", DbType.String),
        new("state", DbType.String), new("said", DbType.Binary), new("sealed_for", DbType.String),
        new("valid_from", DbType.String), new("recorded_at", DbType.Int64), new("recorded_by", DbType.String),
        new("recorder_id", DbType.String), new("reason", DbType.String), new("import_id", DbType.String),
        new("superseded_at", DbType.Int64),
    ];

    /// <summary>The links of a source by its keys of them.</summary>
    public static async Task<IReadOnlyList<KeptLink>> ByKeyAsync(
        DbSession session, string register, string source, IReadOnlyCollection<string> keys)
    {
        var found = new List<KeptLink>();
        foreach (var chunk in keys.Distinct(StringComparer.Ordinal).Chunk(SourceLimits.BatchRows))
            found.AddRange(await session.Connection.QueryAsync<KeptLink>(
                Current + "AND source = @source AND " + session.Dialect.IsOneOf("key_index", "chunk"),
                new { register, source, chunk }, session.Transaction));
        return found;
    }

    /// <summary>All links of these rows, withdrawn ones too.</summary>
    public static async Task<IReadOnlyList<KeptLink>> OfRowsAsync(
        DbSession session, string register, IReadOnlyCollection<string> rows)
    {
        var found = new List<KeptLink>();
        foreach (var chunk in rows.Distinct(StringComparer.Ordinal).Chunk(SourceLimits.BatchRows))
            found.AddRange(await session.Connection.QueryAsync<KeptLink>(
                Current + "AND " + session.Dialect.IsOneOf("row_id", "chunk") + " ORDER BY source, link_id",
                new { register, chunk }, session.Transaction));
        return found;
    }

    /// <summary>These links as a merge brought them to the row that stayed.</summary>
    public static async Task<IReadOnlyList<KeptLink>> WhenMergedAsync(
        DbSession session, KeptMerge merge, IReadOnlyCollection<string> links)
    {
        var found = new List<KeptLink>();
        foreach (var chunk in links.Chunk(SourceLimits.BatchRows))
            found.AddRange(await session.Connection.QueryAsync<KeptLink>(
                All + "row_id = @SurvivorId AND recorded_at >= @MergedAt AND "
                + session.Dialect.IsOneOf("link_id", "chunk") + " ORDER BY link_id, version",
                new { merge.SurvivorId, merge.MergedAt, chunk }, session.Transaction));
        return [.. found.DistinctBy(l => l.LinkId)];
    }

    /// <summary>Rows that a source tells of, in the order of ids, after one of them.</summary>
    public static async Task<IReadOnlyList<string>> RowsOfAsync(
        DbSession session, string register, string source, string after, int limit) =>
    [
        .. await session.Connection.QueryAsync<string>(
            "SELECT DISTINCT row_id FROM registries_source_links WHERE superseded_at IS NULL AND register = @register "
            + "AND source = @source AND state = 'linked' AND row_id > @after ORDER BY row_id LIMIT @limit",
            new { register, source, after, limit }, session.Transaction),
    ];

    /// <summary>Puts new versions in the place of those before them.</summary>
    public static async Task WriteAsync(
        DbSession session, IReadOnlyList<KeptLink> links, CancellationToken cancellationToken)
    {
        foreach (var chunk in links.Where(l => l.Version > 1).Chunk(SourceLimits.BatchRows))
        {
            var some = chunk.Select(l => l.LinkId).ToArray();
            await session.Connection.ExecuteAsync(
                "UPDATE registries_source_links SET superseded_at = @at WHERE superseded_at IS NULL AND "
                + session.Dialect.IsOneOf("link_id", "some"),
                new { some, at = chunk[0].RecordedAt }, session.Transaction);
        }
        if (links.Count == 0) return;
        await session.Dialect.InsertManyAsync(
            session, "registries_source_links", Columns,
            [
                .. links.Select(l => (object?[])[
                    l.LinkId, l.Version, l.Register, l.Source, l.KeyIndex, l.RowId, l.State, l.Said, l.SealedFor,
                    l.ValidFrom, l.RecordedAt, l.RecordedBy, l.RecorderId, l.Reason, l.ImportId, null]),
            ],
            cancellationToken);
    }
}
