using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Matching;

/// <summary>Brings a row that waited on the desk into the register.</summary>
internal sealed class DecideIncoming(CaseStore cases, MatchIncoming matching, SourceWrites writes, UpsertRecord rules)
{
    /// <summary>Writes the row as it was decided, or puts the next pair of it on the desk. Told why when it cannot be
    /// written: then the whole decision is let go, and the row waits on.</summary>
    public async Task<Error?> ApplyAsync(
        DbSession session, PhysicalTable table, KeptCase kept, string decision, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (kept.Incoming is null) return MatchingErrors.UnknownCase();
        var texts = cases.Open(kept.Incoming);
        var source = WaitingRow.TakeSource(texts);
        var valid = RowValidator.Validate(
            table.Register, texts, rules.Context() with { Partial = true, LookUp = true });
        if (valid.Row is not { } row) return Refused(valid.Faults);
        row = row with { Line = kept.ImportLine ?? 0, Source = source };
        if (decision == MatchStates.Same) row = row with { Id = kept.LeftId };
        else
        {
            var next = (await matching.RouteAsync(
                session, table, [row], kept.ImportId, cancellationToken))[0];
            // The next likeliest row is a question of its own.
            if (next.Pair is { } pair)
            {
                await CaseStore.AddAsync(session, pair);
                return null;
            }
            row = next.Row;
        }
        var options = new BatchOptions { Caller = MergeRows.Writer(caller), Reason = reason };
        var written = (await writes.WriteBatchAsync(session, table.Register, [row], options, cancellationToken))[0];
        return written.Outcome == RowOutcome.Refused ? Refused(written.Faults) : null;
    }

    private static Error Refused(IReadOnlyList<FieldFault> faults) =>
        MatchingErrors.RowRefused(faults[0].Field ?? "", faults[0].Error.Code);
}
