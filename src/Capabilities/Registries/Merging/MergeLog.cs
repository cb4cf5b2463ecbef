using System.Text.Json;
using Dapper;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Merging;

/// <summary>A merge as kept.</summary>
internal sealed class KeptMerge
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string Register { get; init; } = "";
    public string SurvivorId { get; init; } = "";
    public string LoserId { get; init; } = "";
    public string LoserKey { get; init; } = "";
    public long SurvivorBefore { get; init; }
    public long SurvivorAfter { get; init; }
    public long LoserAfter { get; init; }
    public string Fields { get; init; } = "[]";
    public string Reason { get; init; } = "";
    public string MergedBy { get; init; } = "";
    public string MergerId { get; init; } = "";
    public long MergedAt { get; init; }
    public string? UndoneBy { get; init; }
    public string? UndoneReason { get; init; }
    public long? UndoneAt { get; init; }

    public IReadOnlyList<string> Taken => JsonSerializer.Deserialize<string[]>(Fields)!;

    public Merge ToMerge() => new(
        Id, Register, SurvivorId, LoserId, Taken, Reason, MergedBy, Instant.FromMicros(MergedAt), UndoneBy,
        UndoneReason, UndoneAt is { } at ? Instant.FromMicros(at) : null);
}

/// <summary>A reference that a merge moved, with the version of the row that says so.</summary>
internal sealed record MergeMove(string Register, string RowId, string Field, long Version);

/// <summary>The log of merges.</summary>
internal static class MergeLog
{
    private const string Columns =
        "seq AS Seq, id AS Id, register AS Register, survivor_id AS SurvivorId, loser_id AS LoserId, "
        + "loser_key AS LoserKey, survivor_before AS SurvivorBefore, survivor_after AS SurvivorAfter, "
        + "loser_after AS LoserAfter, fields AS Fields, reason AS Reason, merged_by AS MergedBy, "
        + "merger_id AS MergerId, merged_at AS MergedAt, undone_by AS UndoneBy, undone_reason AS UndoneReason, "
        + "undone_at AS UndoneAt";

    public static Task AddAsync(DbSession session, KeptMerge merge) => session.Connection.ExecuteAsync(
        """
        INSERT INTO registries_merges (id, register, survivor_id, loser_id, loser_key, survivor_before,
          survivor_after, loser_after, fields, reason, merged_by, merger_id, merged_at)
        VALUES (@Id, @Register, @SurvivorId, @LoserId, @LoserKey, @SurvivorBefore, @SurvivorAfter, @LoserAfter,
          @Fields, @Reason, @MergedBy, @MergerId, @MergedAt)
        """,
        merge, session.Transaction);

    public static async Task AddMovesAsync(DbSession session, string mergeId, IReadOnlyList<MergeMove> moves)
    {
        foreach (var move in moves)
            await session.Connection.ExecuteAsync(
                "INSERT INTO registries_merge_moves (merge_id, register, row_id, field, version) "
                + "VALUES (@mergeId, @Register, @RowId, @Field, @Version)",
                new { mergeId, move.Register, move.RowId, move.Field, move.Version }, session.Transaction);
    }

    public static Task<KeptMerge?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptMerge>(
            $"SELECT {Columns} FROM registries_merges WHERE id = @id"
            + (session.CanWrite ? session.Dialect.ForUpdate : ""), new { id }, session.Transaction);

    /// <summary>Merges of a row, as survivor or loser, newest first.</summary>
    public static async Task<IReadOnlyList<KeptMerge>> OfAsync(DbSession session, string register, string rowId) =>
    [
        .. await session.Connection.QueryAsync<KeptMerge>(
            $"SELECT {Columns} FROM registries_merges WHERE register = @register "
            + "AND (survivor_id = @rowId OR loser_id = @rowId) ORDER BY seq DESC LIMIT 200",
            new { register, rowId }, session.Transaction),
    ];

    /// <summary>A later merge, not undone, that either row takes part in, or null.</summary>
    public static Task<string?> LaterAsync(DbSession session, KeptMerge merge) =>
        session.Connection.QueryFirstOrDefaultAsync<string?>(
            """
            SELECT id FROM registries_merges WHERE register = @Register AND seq > @Seq AND undone_at IS NULL
              AND (survivor_id IN (@SurvivorId, @LoserId) OR loser_id IN (@SurvivorId, @LoserId)) ORDER BY seq DESC
            """,
            new { merge.Register, merge.Seq, merge.SurvivorId, merge.LoserId }, session.Transaction);

    public static async Task<IReadOnlyList<MergeMove>> MovesAsync(DbSession session, string mergeId) =>
    [
        .. (await session.Connection.QueryAsync<(string Register, string RowId, string Field, long Version)>(
            "SELECT register, row_id, field, version FROM registries_merge_moves WHERE merge_id = @mergeId "
            + "ORDER BY register, row_id, field",
            new { mergeId }, session.Transaction)).Select(m => new MergeMove(m.Register, m.RowId, m.Field, m.Version)),
    ];

    public static Task UndoneAsync(DbSession session, string id, string reason, Caller caller, long at) =>
        session.Connection.ExecuteAsync(
            "UPDATE registries_merges SET undone_by = @Name, undone_reason = @reason, undone_at = @at WHERE id = @id",
            new { caller.Name, reason, at, id }, session.Transaction);

    /// <summary>The row that stands for a merged one, through further merges; null when it was never merged
    /// away.</summary>
    public static async Task<string?> SurvivorOfAsync(DbSession session, string register, string rowId)
    {
        string? into = null;
        for (var i = 0; i < MergeLimits.ChainMax; i++)
        {
            var next = await session.Connection.QuerySingleOrDefaultAsync<string?>(
                "SELECT survivor_id FROM registries_merges WHERE register = @register AND loser_id = @id "
                + "AND undone_at IS NULL",
                new { register, id = into ?? rowId }, session.Transaction);
            if (next is null) return into;
            into = next;
        }
        return into;
    }

    /// <summary>The rows that keys of merged rows lead to.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AliasesAsync(
        DbSession session, string register, IReadOnlyCollection<string> keys)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var chunk in keys.Chunk(MergeLimits.BatchRows))
            foreach (var (key, into) in await session.Connection.QueryAsync<(string Key, string Into)>(
                "SELECT loser_key, survivor_id FROM registries_merges WHERE register = @register "
                + "AND undone_at IS NULL AND "
                + session.Dialect.IsOneOf("loser_key", "chunk"), new { register, chunk }, session.Transaction))
                found[key] = into;
        return found;
    }
}
