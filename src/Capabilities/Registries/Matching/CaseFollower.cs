using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Matching;

/// <summary>Keeps the desk in step with merges: a merged pair is decided, and one that was parted is known to be
/// two.</summary>
internal sealed class CaseFollower(MonotonicClock clock) : IMergeFollower
{
    public Task MergedAsync(DbSession session, RowsMerged merged, CancellationToken cancellationToken) =>
        SetAsync(session, merged.Register, merged.MergeId, merged.SurvivorId, merged.LoserId, MatchStates.Same);

    public Task UnmergedAsync(DbSession session, RowsUnmerged unmerged, CancellationToken cancellationToken) =>
        SetAsync(
            session, unmerged.Register, unmerged.MergeId, unmerged.SurvivorId, unmerged.LoserId,
            MatchStates.Different);

    private Task SetAsync(
        DbSession session, string register, string mergeId, string one, string other, string state) =>
        session.Connection.ExecuteAsync(
            """
            UPDATE registries_match_cases SET state = @state, decided_at = @at,
              decided_by = (SELECT COALESCE(undone_by, merged_by) FROM registries_merges WHERE id = @mergeId),
              reason = (SELECT COALESCE(undone_reason, reason) FROM registries_merges WHERE id = @mergeId)
            WHERE register = @register
              AND ((left_id = @one AND right_id = @other) OR (left_id = @other AND right_id = @one))
            """,
            new { register, mergeId, one, other, state, at = clock.Now().ToMicros() }, session.Transaction);
}
