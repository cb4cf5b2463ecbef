using Dapper;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>A doubt as kept.</summary>
internal sealed class KeptDoubt
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string Register { get; init; } = "";
    public string RowId { get; init; } = "";
    public string Field { get; init; } = "";
    public string? Source { get; init; }
    public string? Region { get; init; }
    public string Reason { get; init; } = "";
    public byte[]? Proposed { get; init; }
    public string SealedFor { get; init; } = "";
    public string RaisedBy { get; init; } = "";
    public string RaiserId { get; init; } = "";
    public long RaisedAt { get; init; }
    public string State { get; init; } = "";
    public string? Answer { get; init; }
    public string? AnsweredBy { get; init; }
    public long? AnsweredAt { get; init; }

    public SourceDoubt ToDoubt(PackKit.Registries.RegistryDeclaration register) => new(
        Id, Register, RowId, Field, Source,
        Source is { } code && register.Sources?.Find(code) is { } source ? source.Provider : register.Owner,
        Reason, RaisedBy, Instant.FromMicros(RaisedAt), State, Answer, AnsweredBy,
        AnsweredAt is { } at ? Instant.FromMicros(at) : null);
}

/// <summary>Keeps doubts.</summary>
internal static class DoubtLog
{
    private const string Columns =
        "seq AS Seq, id AS Id, register AS Register, row_id AS RowId, field AS Field, source AS Source, "
        + "region AS Region, reason AS Reason, proposed AS Proposed, sealed_for AS SealedFor, "
        + "raised_by AS RaisedBy, raiser_id AS RaiserId, raised_at AS RaisedAt, state AS State, answer AS Answer, "
        + "answered_by AS AnsweredBy, answered_at AS AnsweredAt";

    public static Task AddAsync(DbSession session, KeptDoubt doubt) => session.Connection.ExecuteAsync(
        """
        INSERT INTO registries_source_doubts (id, register, row_id, field, source, region, reason, proposed,
          sealed_for, raised_by, raiser_id, raised_at, state)
        VALUES (@Id, @Register, @RowId, @Field, @Source, @Region, @Reason, @Proposed, @SealedFor, @RaisedBy,
          @RaiserId, @RaisedAt, @State)
        """,
        doubt, session.Transaction);

    public static Task AnswerAsync(
        DbSession session, string id, string state, string answer, Caller caller, long at) =>
        session.Connection.ExecuteAsync(
            "UPDATE registries_source_doubts SET state = @state, answer = @answer, answered_by = @Name, "
            + "answerer_id = @AccountId, answered_at = @at WHERE id = @id",
            new { id, state, answer, caller.Name, caller.AccountId, at }, session.Transaction);

    public static Task<KeptDoubt?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptDoubt>(
            $"SELECT {Columns} FROM registries_source_doubts WHERE id = @id"
            + (session.CanWrite ? session.Dialect.ForUpdate : ""), new { id }, session.Transaction);

    public static async Task<IReadOnlyList<KeptDoubt>> OpenOfAsync(DbSession session, string register, string row) =>
    [
        .. await session.Connection.QueryAsync<KeptDoubt>(
            $"SELECT {Columns} FROM registries_source_doubts WHERE register = @register AND row_id = @row "
            + "AND state = 'open' ORDER BY seq", new { register, row }, session.Transaction),
    ];

    /// <summary>Doubts that an account has open.</summary>
    public static Task<long> CountOfAsync(DbSession session, string account) =>
        session.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM registries_source_doubts WHERE raiser_id = @account AND state = 'open'",
            new { account }, session.Transaction);

    /// <summary>Doubts that an account raised, newest first.</summary>
    public static async Task<IReadOnlyList<KeptDoubt>> RaisedByAsync(
        DbSession session, string account, long before, int limit) =>
    [
        .. await session.Connection.QueryAsync<KeptDoubt>(
            $"SELECT {Columns} FROM registries_source_doubts WHERE raiser_id = @account AND seq < @before "
            + "ORDER BY seq DESC LIMIT @limit", new { account, before, limit }, session.Transaction),
    ];

    /// <summary>Every open doubt: register, row and field.</summary>
    public static async Task<IReadOnlyList<(string Register, string Row, string Field)>> FlagsAsync(
        DbSession session) =>
    [
        .. await session.Connection.QueryAsync<(string, string, string)>(
            "SELECT register, row_id, field FROM registries_source_doubts WHERE state = 'open' LIMIT @FlagsMax",
            new { SourceLimits.FlagsMax }, session.Transaction),
    ];

    public static async Task<IReadOnlyList<KeptDoubt>> ListAsync(
        DbSession session, SourceQuery query, IReadOnlyList<string> reach, long after, int limit)
    {
        var (where, values) = SourceCaseLog.Reach(reach);
        values.AddDynamicParams(
            new { query.Register, query.State, query.Field, query.Row, query.Source, after, limit });
        return
        [
            .. await session.Connection.QueryAsync<KeptDoubt>(
                $"SELECT {Columns} FROM registries_source_doubts WHERE register = @Register AND state = @State "
                + (query.Field is null ? "" : "AND field = @Field ") + (query.Row is null ? "" : "AND row_id = @Row ")
                + (query.Source is null ? "" : "AND source = @Source ")
                + $"AND seq > @after AND {where} ORDER BY seq LIMIT @limit", values, session.Transaction),
        ];
    }

    /// <summary>Moves a doubt to another row, with what is thought right sealed for the person that one is
    /// about.</summary>
    public static async Task MoveAsync(
        DbSession session, SourceSeals seals, PhysicalTable table, string id, string row,
        CancellationToken cancellationToken)
    {
        if (await FindAsync(session, id) is not { State: SourceStates.Open } doubt) return;
        var stored = (await RowCommands.FindAsync(session, table, "id", [row], cancellationToken)).FirstOrDefault();
        var owner = stored is null ? row : Cells.Subject(table, row, stored.Cells) ?? row;
        var text = await seals.OpenAsync(session, doubt.Proposed, doubt.SealedFor, cancellationToken);
        var proposed = text is null ? null : (await seals.SealAsync(session, [(owner, text)], cancellationToken))[0];
        await session.Connection.ExecuteAsync(
            "UPDATE registries_source_doubts SET row_id = @row, proposed = @proposed, sealed_for = @owner "
            + "WHERE id = @id", new { id, row, proposed, owner }, session.Transaction);
    }
}
