using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Storage;

/// <summary>Rows of the catalogue.</summary>
internal static class ResourceStore
{
    public const string Select =
        """
        SELECT r.code AS Code, r.source AS Source, r.state AS StateName, r.version AS Version,
          r.published_number AS PublishedNumber, r.latest_number AS LatestNumber, r.published_at AS PublishedAt,
          r.created_at AS CreatedAt, r.changed_at AS ChangedAt, r.change_number AS ChangeNumber, s.body AS Body,
          l.body AS DraftBody, w.last_write_at AS LastWriteAt, o.reporter AS ReportedBy,
          o.reported_code AS ReportedCode
        FROM catalog_resources r
        JOIN catalog_versions s ON s.code = r.code AND s.number = COALESCE(r.published_number, r.latest_number)
        LEFT JOIN catalog_versions l
          ON l.code = r.code AND l.number = r.latest_number AND l.number <> r.published_number
        LEFT JOIN catalog_writes w ON w.source = r.source
        LEFT JOIN catalog_reported o ON o.code = r.code

        """;

    public static Task<StoredResource?> FindAsync(DbSession session, string code) =>
        session.Connection.QuerySingleOrDefaultAsync<StoredResource>(
            Select + "WHERE r.code = @code", new { code }, session.Transaction);

    public static Task<StoredResource?> OfSourceAsync(DbSession session, string source) =>
        session.Connection.QuerySingleOrDefaultAsync<StoredResource>(
            Select + "WHERE r.source = @source", new { source }, session.Transaction);

    /// <summary>The resources of the codes, in no order.</summary>
    public static async Task<IReadOnlyList<StoredResource>> FindManyAsync(
        DbSession session, IReadOnlyCollection<string> codes) =>
        codes.Count == 0 ? [] :
        [
            .. await session.Connection.QueryAsync<StoredResource>(
                Select + "WHERE " + session.Dialect.IsInList("r.code", "@codes"),
                new { codes = session.Dialect.ListOf(codes) }, session.Transaction),
        ];

    /// <summary>Holds a resource against other writers until commit; null when there is none.</summary>
    public static async Task<StoredResource?> HoldAsync(DbSession session, string code)
    {
        var held = await session.Connection.ExecuteScalarAsync<string?>(
            "SELECT code FROM catalog_resources WHERE code = @code" + session.Dialect.ForUpdate,
            new { code }, session.Transaction);
        return held is null ? null : await FindAsync(session, code);
    }

    /// <summary>Digest of what was declared last for a source, or null.</summary>
    public static Task<string?> DeclaredHashAsync(DbSession session, string source) =>
        session.Connection.ExecuteScalarAsync<string?>(
            "SELECT declared_hash FROM catalog_resources WHERE source = @source", new { source }, session.Transaction);

    public static Task SetDeclaredHashAsync(DbSession session, string source, string hash) =>
        session.Connection.ExecuteAsync(
            "UPDATE catalog_resources SET declared_hash = @hash WHERE source = @source", new { source, hash },
            session.Transaction);

    public static Task<long> NextSequenceAsync(DbSession session, string prefix) =>
        session.Connection.ExecuteScalarAsync<long>(
            """
            INSERT INTO catalog_sequences (prefix, last) VALUES (@prefix, 1)
            ON CONFLICT (prefix) DO UPDATE SET last = catalog_sequences.last + 1 RETURNING last
            """,
            new { prefix }, session.Transaction);

    /// <summary>The number of this change. Taken last, for its row is held until commit.</summary>
    public static Task<long> NextChangeAsync(DbSession session) => session.Connection.ExecuteScalarAsync<long>(
        "UPDATE catalog_changes SET last = last + 1 WHERE name = 'resources' RETURNING last",
        transaction: session.Transaction);

    /// <summary>The first of as many numbers for as many changes, as with
    /// <see cref="NextChangeAsync"/>.</summary>
    public static async Task<long> NextChangesAsync(DbSession session, int count) =>
        await session.Connection.ExecuteScalarAsync<long>(
            "UPDATE catalog_changes SET last = last + @count WHERE name = 'resources' RETURNING last",
            new { count }, session.Transaction) - count + 1;

    public static Task<long> LastChangeAsync(DbSession session) => session.Connection.ExecuteScalarAsync<long>(
        "SELECT last FROM catalog_changes WHERE name = 'resources'", transaction: session.Transaction);

    public static Task AddAsync(
        DbSession session, string code, string? source, ResourceState state, long at, long change) =>
        session.Connection.ExecuteAsync(
            """
            INSERT INTO catalog_resources
              (code, source, state, version, published_number, latest_number, published_at, created_at, changed_at,
              change_number)
            VALUES (@code, @source, @state, 1, @published, 1, @publishedAt, @at, @at, @change)
            """,
            new
            {
                code, source, state = state.ToString(), at, change,
                published = state == ResourceState.Published ? 1L : (long?)null,
                publishedAt = state == ResourceState.Published ? at : (long?)null,
            },
            session.Transaction);

    public static Task MoveAsync(
        DbSession session, StoredResource resource, ResourceState state, long? published, long latest,
        long? publishedAt, long at, long change) => session.Connection.ExecuteAsync(
        """
        UPDATE catalog_resources SET state = @state, version = version + 1, published_number = @published,
          latest_number = @latest, published_at = @publishedAt, changed_at = @at, change_number = @change
        WHERE code = @Code
        """,
        new { state = state.ToString(), published, latest, publishedAt, at, change, resource.Code },
        session.Transaction);

    public static Task WriteVersionAsync(
        DbSession session, string code, long number, string body, string author, string? reason, long at) =>
        session.Connection.ExecuteAsync(
            """
            INSERT INTO catalog_versions (code, number, body, author, reason, written_at)
            VALUES (@code, @number, @body, @author, @reason, @at)
            ON CONFLICT (code, number) DO UPDATE SET body = excluded.body, author = excluded.author,
              reason = excluded.reason, written_at = excluded.written_at
            """,
            new { code, number, body, author, reason, at }, session.Transaction);

    public static Task PublishVersionAsync(DbSession session, string code, long number, long at) =>
        session.Connection.ExecuteAsync(
            "UPDATE catalog_versions SET published_at = @at WHERE code = @code AND number = @number",
            new { code, number, at }, session.Transaction);

    /// <summary>Removes the draft beside the published version; a published one is never removed.</summary>
    public static Task DropDraftAsync(DbSession session, string code, long number) => session.Connection.ExecuteAsync(
        "DELETE FROM catalog_versions WHERE code = @code AND number = @number AND published_at IS NULL",
        new { code, number }, session.Transaction);
}
