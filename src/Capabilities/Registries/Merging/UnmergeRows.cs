using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Merging;

/// <summary>What undoing a merge did in its session.</summary>
internal sealed record Unmerged(
    KeptMerge Merge, IReadOnlyList<string> Reverted, IReadOnlyList<string> Kept, IReadOnlyList<MergeMove> Back,
    IReadOnlyList<MergeMove> Staying);

/// <summary>Undoes a merge inside a session: the loser is opened as it was, and what nobody changed since goes
/// back.</summary>
internal sealed class UnmergeRows(
    RegisterTables tables, RowStore store, RowSeals seals, RowReferences references, Repointing repointing,
    IEnumerable<IMergeFollower> followers, MonotonicClock clock)
{
    // What merges themselves wrote is no edit of a person.
    private static readonly HashSet<string> ByMerges =
        [RecordActions.Joined, RecordActions.Parted, RecordActions.Repointed];

    public async Task<Unmerged> RunAsync(
        DbSession session, PhysicalTable table, KeptMerge merge, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (merge.UndoneAt is not null) throw new MergeStop(MergingErrors.AlreadyUndone());
        if (await MergeLog.LaterAsync(session, merge) is { } later)
            throw new MergeStop(MergingErrors.LaterMerge(later));
        var (survivor, loser) = await FindAsync(session, table, merge, caller, cancellationToken);
        var options = new BatchOptions
        {
            Caller = MergeRows.Writer(caller), Reason = reason, Action = RecordActions.Parted,
        };
        // First the survivor lets go of what only one row may hold, then the loser takes it again.
        var (reverted, kept) = await PartAsync(session, table, merge, survivor, options, cancellationToken);
        await ReopenAsync(session, table, loser, options, cancellationToken);
        var (back, staying) = await BackAsync(session, merge, caller, reason, cancellationToken);
        await MergeLog.UndoneAsync(session, merge.Id, reason, caller, clock.Now().ToMicros());
        var happened = new RowsUnmerged(merge.Register, merge.Id, survivor.Id, loser.Id);
        foreach (var follower in followers) await follower.UnmergedAsync(session, happened, cancellationToken);
        session.Publish(happened);
        foreach (var row in (StoredRow[])[survivor, loser])
            session.Audit(MergeRows.Entry(
                caller, "registries.rows-unmerged", merge, table, row, reverted, back.Count));
        return new(merge, reverted, kept, back, staying);
    }

    private static async Task<(StoredRow Survivor, StoredRow Loser)> FindAsync(
        DbSession session, PhysicalTable table, KeptMerge merge, Caller caller, CancellationToken cancellationToken)
    {
        var rows = (await RowCommands.FindAsync(
            session, table, "id", [merge.SurvivorId, merge.LoserId], cancellationToken)).ToDictionary(r => r.Id);
        if (!rows.TryGetValue(merge.SurvivorId, out var survivor) || !rows.TryGetValue(merge.LoserId, out var loser))
            throw new MergeStop(RegistriesErrors.RowNotFound());
        foreach (var row in rows.Values)
            if (!caller.Has(RegistriesPermissions.Merge, Cells.Region(table, row.Cells)))
                throw new MergeStop(RegistriesErrors.OutOfReach());
        if (loser.ClosedAt is null || loser.Version != merge.LoserAfter)
            throw new MergeStop(MergingErrors.LoserChanged());
        if (survivor.ClosedAt is not null) throw new MergeStop(MergingErrors.SurvivorClosed());
        return (survivor, loser);
    }

    private async Task<(IReadOnlyList<string> Reverted, IReadOnlyList<string> Kept)> PartAsync(
        DbSession session, PhysicalTable table, KeptMerge merge, StoredRow survivor, BatchOptions options,
        CancellationToken cancellationToken)
    {
        if (merge.Taken.Count == 0) return ([], []);
        var versions = await RowCommands.VersionsAsync(
            session, table, survivor.Id, merge.SurvivorBefore, cancellationToken);
        if (versions.FirstOrDefault(v => v.Version == merge.SurvivorBefore) is not { } before)
            return ([], merge.Taken);
        var opened = (await seals.OpenAsync(session, table, [before], cancellationToken))[0];
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var since = versions.Where(v => v.Version >= merge.SurvivorAfter).ToList();
        foreach (var name in merge.Taken)
        {
            var i = table.IndexOf(name);
            if (IsEdited(since, i)) continue;
            var field = table.Fields[i].Field;
            if (before.Cells[i] is not SealedCell) values[name] = Cells.Value(field, before.Cells[i]);
            else if (opened[i] is { } text) values[name] = Canonical.Value(field, text);
        }
        if (values.Count > 0)
        {
            var row = new ValidRow { Id = survivor.Id, Values = values };
            var written = (await store.WriteBatchAsync(session, table.Register, [row], options, cancellationToken))[0];
            if (written.Outcome == RowOutcome.Refused)
                throw new MergeStop(written.Faults[0] is { Field: { } field } fault
                    ? MergingErrors.FieldRefused(field, fault.Error.Code)
                    : written.Faults[0].Error);
        }
        return ([.. merge.Taken.Where(values.ContainsKey)], [.. merge.Taken.Where(t => !values.ContainsKey(t))]);
    }

    // Edited by a person since, or another value than the first of these versions holds.
    private static bool IsEdited(IReadOnlyList<StoredRow> versions, int field)
    {
        for (var v = 1; v < versions.Count; v++)
            if (Cells.Mark(versions[v].Cells[field]) != Cells.Mark(versions[v - 1].Cells[field])
                && !ByMerges.Contains(versions[v].Action)) return true;
        return versions.Count == 0 || Cells.Mark(versions[^1].Cells[field]) != Cells.Mark(versions[0].Cells[field]);
    }

    private async Task ReopenAsync(
        DbSession session, PhysicalTable table, StoredRow loser, BatchOptions options,
        CancellationToken cancellationToken)
    {
        var draft = new Draft(new ValidRow { Values = new Dictionary<string, object?>() })
        {
            Existing = loser, Cells = loser.Cells, Key = loser.Key, Id = loser.Id,
        };
        foreach (var ((field, mark), owner) in await RowChecks.TakenAsync(session, table, [draft], cancellationToken))
            if (owner != loser.Id && mark.Length > 0) throw new MergeStop(MergingErrors.Taken(field));
        if ((await RowCommands.FindAsync(session, table, "row_key", [loser.Key], cancellationToken)).Count > 0)
            throw new MergeStop(MergingErrors.Taken(table.Register.Key[0]));
        var now = clock.Now().ToMicros();
        await RowCommands.KeepAsync(session, table, [loser.Id], now, cancellationToken);
        var open = loser with
        {
            Version = loser.Version + 1, Action = RecordActions.Reopened, ClosedAt = null,
            RecordedAt = Math.Max(now, loser.RecordedAt), RecordedBy = options.Caller.Name,
            RecorderId = options.Caller.AccountId, Reason = options.Reason, ImportId = null, ImportLine = null,
        };
        await RowCommands.UpdateAsync(session, table, [WrittenRow.Of(table, open)], cancellationToken);
        session.Publish(new RecordChanged(table.Register.Name, loser.Id, RecordActions.Reopened));
    }

    private async Task<(IReadOnlyList<MergeMove> Back, IReadOnlyList<MergeMove> Staying)> BackAsync(
        DbSession session, KeptMerge merge, Caller caller, string reason, CancellationToken cancellationToken)
    {
        var (back, staying) = (new List<MergeMove>(), new List<MergeMove>());
        foreach (var some in (await MergeLog.MovesAsync(session, merge.Id)).GroupBy(m => m.Register))
        {
            if (tables.Find(some.Key) is not { } table)
            {
                staying.AddRange(some);
                continue;
            }
            var moves = some.ToLookup(m => m.RowId);
            var rows = await RowCommands.FindAsync(
                session, table, "id", [.. moves.Select(m => m.Key)], cancellationToken);
            var found = new List<(StoredRow Row, IReadOnlyList<string> Fields)>();
            foreach (var row in rows)
            {
                var fields = new List<string>();
                foreach (var move in moves[row.Id])
                    if (await IsAsMovedAsync(session, table, row, move, merge, cancellationToken))
                        fields.Add(move.Field);
                    else staying.Add(move);
                if (fields.Count > 0) found.Add((row, fields));
            }
            staying.AddRange(some.Where(m => rows.All(r => r.Id != m.RowId)));
            back.AddRange(await repointing.PointAsync(
                session, new(table, found), merge.LoserId, caller, reason, cancellationToken));
        }
        return (back, staying);
    }

    private async Task<bool> IsAsMovedAsync(
        DbSession session, PhysicalTable table, StoredRow row, MergeMove move, KeptMerge merge,
        CancellationToken cancellationToken)
    {
        if (row.ClosedAt is not null || table.Register.Fields.All(f => f.Name != move.Field)
            || !references.Is(table, row, move.Field, merge.SurvivorId)) return false;
        return row.Version == move.Version
            || !IsEdited(
                await RowCommands.VersionsAsync(session, table, row.Id, move.Version, cancellationToken),
                table.IndexOf(move.Field));
    }
}
