using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Merging;

/// <summary>Points references at another row, with a version of each row that says why.</summary>
internal sealed class Repointing(RowStore store)
{
    /// <summary>Writes the rows; the first one that is refused stops the whole.</summary>
    public async Task<IReadOnlyList<MergeMove>> PointAsync(
        DbSession session, Referrers referrers, string target, Caller caller, string reason,
        CancellationToken cancellationToken)
    {
        var moves = new List<MergeMove>();
        var register = referrers.Table.Register;
        var options = new BatchOptions
        {
            // Not an edit of the other rows: what they refer to is found to be another row, wherever they lie.
            Caller = caller with { Grants = [.. caller.Grants, new(RegistriesPermissions.Write.Code, "")] },
            Reason = reason, Action = RecordActions.Repointed,
        };
        foreach (var chunk in referrers.Rows.Chunk(MergeLimits.BatchRows))
        {
            var rows = chunk.Select(r => new ValidRow
            {
                Id = r.Row.Id, ExpectedVersion = r.Row.Version,
                Values = r.Fields.ToDictionary(f => f, _ => (object?)target, StringComparer.Ordinal),
            }).ToList();
            var written = await store.WriteBatchAsync(session, register, rows, options, cancellationToken);
            for (var i = 0; i < written.Count; i++)
            {
                if (written[i].Outcome == RowOutcome.Refused)
                    throw new MergeStop(MergingErrors.ReferenceRefused(
                        register.Name, rows[i].Id!, written[i].Faults[0].Error.Code));
                if (written[i].Outcome == RowOutcome.Changed)
                    moves.AddRange(chunk[i].Fields.Select(
                        f => new MergeMove(register.Name, rows[i].Id!, f, chunk[i].Row.Version + 1)));
            }
        }
        return moves;
    }

    public static IReadOnlyList<MovedReferences> Count(IEnumerable<MergeMove> moves) =>
    [
        .. moves.GroupBy(m => (m.Register, m.Field))
            .Select(g => new MovedReferences(g.Key.Register, g.Key.Field, g.Count())),
    ];
}
