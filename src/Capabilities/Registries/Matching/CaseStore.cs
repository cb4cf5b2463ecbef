using System.Text.Json;
using Dapper;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Matching.Model;
using Microsoft.AspNetCore.DataProtection;

namespace Lingnan.Registries.Matching;

/// <summary>A pair as kept.</summary>
internal sealed class KeptCase
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string Register { get; init; } = "";
    public string LeftId { get; init; } = "";
    public string RightId { get; init; } = "";
    public byte[]? Incoming { get; init; }
    public string? ImportId { get; init; }
    public long? ImportLine { get; init; }
    public long Score { get; init; }
    public string Fields { get; init; } = "[]";
    public string? LeftRegion { get; init; }
    public string? RightRegion { get; init; }
    public string State { get; init; } = "";
    public string? Reason { get; init; }
    public string? DecidedBy { get; init; }
    public long? DecidedAt { get; init; }
    public long CreatedAt { get; init; }

    /// <summary>True when the other one came in by an import.</summary>
    public bool IsIncoming => RightId.StartsWith(CaseStore.IncomingPrefix, StringComparison.Ordinal);

    public IReadOnlyList<MatchField> Told => JsonSerializer.Deserialize<MatchField[]>(Fields)!;

    public MatchCase ToCase() => new(
        Id, Register, LeftId, IsIncoming ? null : RightId, ImportId, ImportLine, Score / 1000.0, State, Reason,
        DecidedBy, Instant.FromMicros(CreatedAt), DecidedAt is { } at ? Instant.FromMicros(at) : null);
}

/// <summary>Keeps the pairs of the review desk.</summary>
internal sealed class CaseStore(IDataProtectionProvider protection)
{
    /// <summary>Begins the name of an incoming row; no id of a row has a colon.</summary>
    public const string IncomingPrefix = "in:";

    private const string Columns =
        "seq AS Seq, id AS Id, register AS Register, left_id AS LeftId, right_id AS RightId, incoming AS Incoming, "
        + "import_id AS ImportId, import_line AS ImportLine, score AS Score, fields AS Fields, "
        + "left_region AS LeftRegion, right_region AS RightRegion, state AS State, reason AS Reason, "
        + "decided_by AS DecidedBy, decided_at AS DecidedAt, created_at AS CreatedAt";

    private readonly IDataProtector _sealer = protection.CreateProtector("registries.match.incoming");

    public byte[] Seal(IReadOnlyDictionary<string, string?> texts) =>
        _sealer.Protect(JsonSerializer.SerializeToUtf8Bytes(texts));

    public Dictionary<string, string?> Open(byte[] incoming) =>
        JsonSerializer.Deserialize<Dictionary<string, string?>>(_sealer.Unprotect(incoming))!;

    /// <summary>Puts a pair on the desk; false when it is or was there. One that was turned away comes back.</summary>
    public static async Task<bool> AddAsync(DbSession session, KeptCase pair) => await session.Connection.ExecuteAsync(
        """
        INSERT INTO registries_match_cases (id, register, left_id, right_id, incoming, import_id, import_line, score,
          fields, left_region, right_region, state, created_at)
        VALUES (@Id, @Register, @LeftId, @RightId, @Incoming, @ImportId, @ImportLine, @Score, @Fields, @LeftRegion,
          @RightRegion, @State, @CreatedAt)
        ON CONFLICT (register, left_id, right_id) DO UPDATE SET state = excluded.state, incoming = excluded.incoming,
          import_id = excluded.import_id, import_line = excluded.import_line, score = excluded.score,
          fields = excluded.fields, reason = NULL, decided_by = NULL, decided_at = NULL
        WHERE registries_match_cases.state = 'turned-away'
        """,
        pair, session.Transaction) == 1;

    public static string Tell(Comparison comparison) => JsonSerializer.Serialize(
        comparison.Fields.Select(f => new MatchField(f.Field, f.Likeness, f.Weight)));

    public static Task<KeptCase?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptCase>(
            $"SELECT {Columns} FROM registries_match_cases WHERE id = @id"
            + (session.CanWrite ? session.Dialect.ForUpdate : ""), new { id }, session.Transaction);

    /// <summary>Pairs already met by these incoming rows: state by row of the register and name of the incoming
    /// one.</summary>
    public static async Task<IReadOnlyDictionary<(string Left, string Right), string>> MetAsync(
        DbSession session, string register, IReadOnlyCollection<string> rights)
    {
        var met = new Dictionary<(string, string), string>();
        foreach (var chunk in rights.Chunk(MatchLimits.SearchRows))
            foreach (var (left, right, state) in await session.Connection.QueryAsync<(string, string, string)>(
                "SELECT left_id, right_id, state FROM registries_match_cases WHERE register = @register AND "
                + session.Dialect.IsOneOf("right_id", "chunk"), new { register, chunk }, session.Transaction))
                met[(left, right)] = state;
        return met;
    }

    public static async Task<IReadOnlyList<KeptCase>> ListAsync(
        DbSession session, string register, string state, IReadOnlyList<string> reach, long after, int limit)
    {
        var (where, values) = Reach(reach);
        values.AddDynamicParams(new { register, state, after, limit });
        return
        [
            .. await session.Connection.QueryAsync<KeptCase>(
                $"SELECT {Columns} FROM registries_match_cases WHERE register = @register AND state = @state "
                + $"AND seq > @after AND {where} ORDER BY seq LIMIT @limit", values, session.Transaction),
        ];
    }

    public static async Task<long> CountAsync(DbSession session, string register, IReadOnlyList<string> reach)
    {
        var (where, values) = Reach(reach);
        values.AddDynamicParams(new { register });
        return await session.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM registries_match_cases WHERE register = @register AND state = 'open' "
            + $"AND {where}", values, session.Transaction);
    }

    public static Task DecideAsync(
        DbSession session, string id, string state, string reason, Caller caller, long at, bool keepRow) =>
        session.Connection.ExecuteAsync(
            "UPDATE registries_match_cases SET state = @state, reason = @reason, decided_by = @Name, decided_at = @at"
            + (keepRow ? "" : ", incoming = NULL") + " WHERE id = @id",
            new { state, reason, caller.Name, at, id }, session.Transaction);

    // Both rows lie in the reach; the one that is not there yet has no region of its own.
    private static (string Where, DynamicParameters Values) Reach(IReadOnlyList<string> reach)
    {
        var values = new DynamicParameters();
        if (reach.Contains("")) return ("1 = 1", values);
        var parts = new List<string>();
        for (var i = 0; i < reach.Count; i++)
        {
            values.Add($"from{i}", reach[i]);
            values.Add($"to{i}", reach[i] + "\U0010FFFF");
            parts.Add($"({{0}} >= @from{i} AND {{0}} < @to{i})");
        }
        if (parts.Count == 0) return ("1 = 0", values);
        var any = string.Join(" OR ", parts);
        var left = any.Replace("{0}", "left_region", StringComparison.Ordinal);
        var right = any.Replace("{0}", "right_region", StringComparison.Ordinal);
        return ($"({left}) AND (right_region IS NULL OR {right})", values);
    }
}
