using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Erasure;

/// <summary>An erasure as kept.</summary>
internal sealed class KeptErasure
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string Register { get; init; } = "";
    public string SubjectId { get; init; } = "";
    public string Basis { get; init; } = "";
    public string CaseNumber { get; init; } = "";
    public string Reason { get; init; } = "";
    public string State { get; init; } = "";
    public string AskedBy { get; init; } = "";
    public string AskerId { get; init; } = "";
    public long AskedAt { get; init; }
    public string? DecidedBy { get; init; }
    public string? DeciderId { get; init; }
    public long? DecidedAt { get; init; }
    public string? DecisionReason { get; init; }
    public long? ErasedRows { get; init; }
    public long? ErasedVersions { get; init; }

    public PersonErasure ToErasure() => new(
        Id, Register, SubjectId, Basis, CaseNumber, Reason, State, AskedBy, Instant.FromMicros(AskedAt), DecidedBy,
        DecidedAt is { } at ? Instant.FromMicros(at) : null, DecisionReason, ErasedRows, ErasedVersions)
    {
        AskerId = AskerId,
    };
}

/// <summary>Keeps erasures.</summary>
internal static class ErasureStore
{
    private const string Columns =
        "seq AS Seq, id AS Id, register AS Register, subject_id AS SubjectId, basis AS Basis, "
        + "case_number AS CaseNumber, reason AS Reason, state AS State, asked_by AS AskedBy, asker_id AS AskerId, "
        + "asked_at AS AskedAt, decided_by AS DecidedBy, decider_id AS DeciderId, decided_at AS DecidedAt, "
        + "decision_reason AS DecisionReason, erased_rows AS ErasedRows, erased_versions AS ErasedVersions";

    public static Task AddAsync(DbSession session, KeptErasure erasure) => session.Connection.ExecuteAsync(
        """
        INSERT INTO registries_erasures (id, register, subject_id, basis, case_number, reason, state, asked_by,
          asker_id, asked_at)
        VALUES (@Id, @Register, @SubjectId, @Basis, @CaseNumber, @Reason, @State, @AskedBy, @AskerId, @AskedAt)
        """,
        erasure, session.Transaction);

    public static Task<KeptErasure?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptErasure>(
            $"SELECT {Columns} FROM registries_erasures WHERE id = @id"
            + (session.CanWrite ? session.Dialect.ForUpdate : ""), new { id }, session.Transaction);

    public static Task<bool> IsAskedAsync(DbSession session, string subjectId) =>
        session.Connection.ExecuteScalarAsync<bool>(
            "SELECT COUNT(*) > 0 FROM registries_erasures WHERE subject_id = @subjectId AND state <> @refused",
            new { subjectId, refused = ErasureStates.Refused }, session.Transaction);

    public static async Task<IReadOnlyList<KeptErasure>> ListAsync(
        DbSession session, string state, long before, int limit) =>
    [
        .. await session.Connection.QueryAsync<KeptErasure>(
            $"SELECT {Columns} FROM registries_erasures WHERE state = @state AND seq < @before "
            + "ORDER BY seq DESC LIMIT @limit", new { state, before, limit }, session.Transaction),
    ];

    public static Task DecideAsync(DbSession session, KeptErasure decided) => session.Connection.ExecuteAsync(
        """
        UPDATE registries_erasures SET state = @State, decided_by = @DecidedBy, decider_id = @DeciderId,
          decided_at = @DecidedAt, decision_reason = @DecisionReason, erased_rows = @ErasedRows,
          erased_versions = @ErasedVersions WHERE id = @Id
        """,
        decided, session.Transaction);
}
