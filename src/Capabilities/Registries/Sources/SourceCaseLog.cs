using Dapper;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Sources;

/// <summary>A case as kept.</summary>
internal sealed class KeptSourceCase
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string Register { get; init; } = "";
    public string RowId { get; init; } = "";
    public string Field { get; init; } = "";
    public string? Region { get; init; }
    public string State { get; init; } = "";
    public string? Decision { get; init; }
    public string? Reason { get; init; }
    public string? DecidedBy { get; init; }
    public long? DecidedAt { get; init; }
    public long CreatedAt { get; init; }

    public SourceCase ToCase() => new(
        Id, Register, RowId, Field.Length == 0 ? null : Field, State, Instant.FromMicros(CreatedAt), Decision, Reason,
        DecidedBy, DecidedAt is { } at ? Instant.FromMicros(at) : null);
}

/// <summary>Keeps the cases on which people decide.</summary>
internal static class SourceCaseLog
{
    /// <summary>The field of a case about the row as a whole: no source tells of it any more.</summary>
    public const string WholeRow = "";

    private const string Columns =
        "seq AS Seq, id AS Id, register AS Register, row_id AS RowId, field AS Field, region AS Region, "
        + "state AS State, decision AS Decision, reason AS Reason, decided_by AS DecidedBy, decided_at AS DecidedAt, "
        + "created_at AS CreatedAt";

    /// <summary>For each row and field the latest case.</summary>
    public static async Task<Dictionary<(string Row, string Field), KeptSourceCase>> LatestAsync(
        DbSession session, string register, IReadOnlyCollection<string> rows)
    {
        var found = new Dictionary<(string, string), KeptSourceCase>();
        foreach (var chunk in rows.Distinct(StringComparer.Ordinal).Chunk(SourceLimits.BatchRows))
            foreach (var kept in await session.Connection.QueryAsync<KeptSourceCase>(
                $"SELECT {Columns} FROM registries_source_cases WHERE register = @register AND "
                + session.Dialect.IsOneOf("row_id", "chunk") + " ORDER BY seq",
                new { register, chunk }, session.Transaction))
                found[(kept.RowId, kept.Field)] = kept;
        return found;
    }

    public static Task OpenAsync(DbSession session, KeptSourceCase opened) => session.Connection.ExecuteAsync(
        """
        INSERT INTO registries_source_cases (id, register, row_id, field, region, state, created_at)
        VALUES (@Id, @Register, @RowId, @Field, @Region, @State, @CreatedAt)
        """,
        opened, session.Transaction);

    /// <summary>The sources agree again, or there is one again: nobody has to decide.</summary>
    public static Task SettleAsync(DbSession session, string id, long at) => session.Connection.ExecuteAsync(
        "UPDATE registries_source_cases SET state = 'settled', decided_at = @at WHERE id = @id AND state = 'open'",
        new { id, at }, session.Transaction);

    public static Task DecideAsync(
        DbSession session, string id, string decision, string reason, Caller caller, long at) =>
        session.Connection.ExecuteAsync(
            "UPDATE registries_source_cases SET state = 'decided', decision = @decision, reason = @reason, "
            + "decided_by = @Name, decider_id = @AccountId, decided_at = @at WHERE id = @id",
            new { id, decision, reason, caller.Name, caller.AccountId, at }, session.Transaction);

    public static Task<KeptSourceCase?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptSourceCase>(
            $"SELECT {Columns} FROM registries_source_cases WHERE id = @id"
            + (session.CanWrite ? session.Dialect.ForUpdate : ""), new { id }, session.Transaction);

    public static async Task<IReadOnlyList<KeptSourceCase>> ListAsync(
        DbSession session, SourceQuery query, IReadOnlyList<string> reach, long after, int limit)
    {
        var (where, values) = Reach(reach);
        values.AddDynamicParams(new { query.Register, query.State, query.Field, query.Row, after, limit });
        return
        [
            .. await session.Connection.QueryAsync<KeptSourceCase>(
                $"SELECT {Columns} FROM registries_source_cases WHERE register = @Register AND state = @State "
                + (query.Field is null ? "" : "AND field = @Field ") + (query.Row is null ? "" : "AND row_id = @Row ")
                + $"AND seq > @after AND {where} ORDER BY seq LIMIT @limit", values, session.Transaction),
        ];
    }

    public static async Task<long> CountAsync(
        DbSession session, string table, string register, IReadOnlyList<string> reach)
    {
        var (where, values) = Reach(reach);
        values.AddDynamicParams(new { register });
        return await session.Connection.ExecuteScalarAsync<long>(
            $"SELECT COUNT(*) FROM {table} WHERE register = @register AND state = 'open' AND {where}",
            values, session.Transaction);
    }

    /// <summary>A condition that the region of a case lies in one of these.</summary>
    public static (string Where, DynamicParameters Values) Reach(IReadOnlyList<string> reach)
    {
        var values = new DynamicParameters();
        if (reach.Contains("")) return ("1 = 1", values);
        var parts = new List<string>();
        for (var i = 0; i < reach.Count; i++)
        {
            values.Add($"from{i}", reach[i]);
            values.Add($"to{i}", reach[i] + "\U0010FFFF");
            parts.Add($"(region >= @from{i} AND region < @to{i})");
        }
        return (parts.Count == 0 ? "1 = 0" : $"({string.Join(" OR ", parts)})", values);
    }
}
