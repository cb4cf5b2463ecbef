using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Merging;

/// <summary>What a merge did in its session.</summary>
internal sealed record Merged(KeptMerge Merge, IReadOnlyList<MergeMove> Moves, IReadOnlyList<string> Taken);

/// <summary>Merges two rows inside a session: all of it becomes durable together, or nothing.</summary>
internal sealed class MergeRows(
    RowStore store, RowSeals seals, RowReferences references, Repointing repointing, UpsertRecord rules,
    IEnumerable<IMergeFollower> followers, IdSource ids, MonotonicClock clock)
{
    public async Task<Merged> RunAsync(
        DbSession session, PhysicalTable table, MergeRequest request, Caller caller,
        CancellationToken cancellationToken)
    {
        var (survivor, loser) = await FindAsync(session, table, request, caller, cancellationToken);
        var referrers = await references.FindAsync(session, table.Register, loser.Id, cancellationToken);
        Check(table, survivor, referrers);
        var values = await TakeAsync(session, table, survivor, loser, request.Take, cancellationToken);
        var options = new BatchOptions { Caller = Writer(caller), Reason = request.Reason };
        await store.CloseAsync(
            session, table.Register, loser, options with { Action = RecordActions.Merged }, cancellationToken);
        var taken = await JoinAsync(
            session, table, survivor, values, options with { Action = RecordActions.Joined }, cancellationToken);
        var moves = new List<MergeMove>();
        foreach (var some in referrers)
        {
            var others = some with { Rows = [.. some.Rows.Where(r => r.Row.Id != loser.Id)] };
            moves.AddRange(await repointing.PointAsync(
                session, others, survivor.Id, caller, request.Reason, cancellationToken));
        }
        var merge = new KeptMerge
        {
            Id = ids.Next("mg"), Register = table.Register.Name, SurvivorId = survivor.Id, LoserId = loser.Id,
            LoserKey = loser.Key, SurvivorBefore = survivor.Version,
            SurvivorAfter = survivor.Version + (taken.Count > 0 ? 1 : 0), LoserAfter = loser.Version + 1,
            Fields = JsonSerializer.Serialize(taken), Reason = request.Reason, MergedBy = caller.Name,
            MergerId = caller.AccountId, MergedAt = clock.Now().ToMicros(),
        };
        await MergeLog.AddAsync(session, merge);
        await MergeLog.AddMovesAsync(session, merge.Id, moves);
        var happened = new RowsMerged(merge.Register, merge.Id, survivor.Id, loser.Id);
        foreach (var follower in followers) await follower.MergedAsync(session, happened, cancellationToken);
        session.Publish(happened);
        foreach (var row in (StoredRow[])[survivor, loser])
            session.Audit(Entry(caller, "registries.rows-merged", merge, table, row, taken, moves.Count));
        return new(merge, moves, taken);
    }

    /// <summary>An entry of the audit log about one of the two rows, so that each person sees it.</summary>
    public static AuditEntry Entry(
        Caller caller, string action, KeptMerge merge, PhysicalTable table, StoredRow row,
        IReadOnlyList<string> fields, int references) => new()
        {
            Caller = caller,
            Action = action,
            Object = $"{merge.Register}/{row.Id}",
            SubjectId = Cells.Subject(table, row.Id, row.Cells),
            DetailJson = JsonSerializer.Serialize(new
            {
                merge = merge.Id, survivor = merge.SurvivorId, loser = merge.LoserId, fields, references,
            }),
        };

    /// <summary>The right to merge is the right to write what follows from it.</summary>
    public static Caller Writer(Caller caller) => caller with
    {
        Grants =
        [
            .. caller.Grants,
            .. caller.Reach(RegistriesPermissions.Merge).Select(r => new Grant(RegistriesPermissions.Write.Code, r)),
        ],
    };

    private static async Task<(StoredRow Survivor, StoredRow Loser)> FindAsync(
        DbSession session, PhysicalTable table, MergeRequest request, Caller caller,
        CancellationToken cancellationToken)
    {
        if (request.SurvivorId == request.LoserId) throw new MergeStop(MergingErrors.SameRow());
        // One by one in the order of ids: two who merge the same rows crosswise wait for each other only once.
        var found = new Dictionary<string, StoredRow>(StringComparer.Ordinal);
        foreach (var id in new[] { request.SurvivorId, request.LoserId }.Order(StringComparer.Ordinal))
        {
            var row = (await RowCommands.FindAsync(session, table, "id", [id], cancellationToken)).FirstOrDefault()
                ?? throw new MergeStop(RegistriesErrors.RowNotFound());
            if (!caller.Has(RegistriesPermissions.Merge, Cells.Region(table, row.Cells)))
                throw new MergeStop(RegistriesErrors.OutOfReach());
            if (row.ClosedAt is not null)
                throw new MergeStop(await MergeLog.SurvivorOfAsync(session, table.Register.Name, id) is { } into
                    ? MergingErrors.MergedAlready(into)
                    : MergingErrors.Closed());
            found[id] = row;
        }
        var (survivor, loser) = (found[request.SurvivorId], found[request.LoserId]);
        Expect(request.SurvivorVersion, survivor);
        Expect(request.LoserVersion, loser);
        return (survivor, loser);
    }

    private static void Expect(int? version, StoredRow row)
    {
        if (version is { } expected && expected != row.Version)
            throw new MergeStop(RegistriesErrors.VersionMismatch(expected, row.Version));
    }

    private static void Check(PhysicalTable table, StoredRow survivor, IReadOnlyList<Referrers> referrers)
    {
        if (referrers.Sum(r => r.Rows.Count) > MergeLimits.ReferencesMax)
            throw new MergeStop(MergingErrors.TooManyReferences());
        // What refers to itself through a merge says that the two were never one.
        if (referrers.FirstOrDefault(r => r.Table == table)?.Rows.FirstOrDefault(r => r.Row.Id == survivor.Id)
            is { Row: not null } self)
            throw new MergeStop(MergingErrors.SelfReference(self.Fields[0]));
    }

    private async Task<Dictionary<string, object?>> TakeAsync(
        DbSession session, PhysicalTable table, StoredRow survivor, StoredRow loser, IReadOnlyList<string> take,
        CancellationToken cancellationToken)
    {
        var opened = await seals.OpenAsync(session, table, [survivor, loser], cancellationToken);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < table.Live.Count; i++)
        {
            var field = table.Fields[i].Field;
            var isTaken = take.Contains(field.Name);
            var (row, texted) = isTaken ? (loser, opened[1]) : (survivor, opened[0]);
            var value = row.Cells[i] is not SealedCell ? Cells.Value(field, row.Cells[i])
                : texted[i] is { } text ? Canonical.Value(field, text)
                : isTaken ? throw new MergeStop(MergingErrors.ValueGone(field.Name)) : null;
            texts[field.Name] = Canonical.Text(value);
            if (isTaken) values[field.Name] = value;
        }
        foreach (var name in take)
            if (!texts.ContainsKey(name)) throw new MergeStop(RegistriesErrors.UnknownField(name));
        CheckTogether(table, values, texts);
        return values;
    }

    // Each value was good in its row; together they may disagree: a number of one row and a day of birth of the other.
    private void CheckTogether(
        PhysicalTable table, Dictionary<string, object?> values, Dictionary<string, string?> texts)
    {
        var faults = RowValidator.Validate(table.Register, texts, rules.Context() with { LookUp = true }).Faults;
        foreach (var fault in faults)
            if (fault.Field is { } name && (values.ContainsKey(name)
                || table.Register.Field(name).DerivedFrom is { } source && values.ContainsKey(source)))
                throw new MergeStop(MergingErrors.FieldRefused(name, fault.Error.Code));
    }

    private async Task<IReadOnlyList<string>> JoinAsync(
        DbSession session, PhysicalTable table, StoredRow survivor, Dictionary<string, object?> values,
        BatchOptions options, CancellationToken cancellationToken)
    {
        if (values.Count == 0) return [];
        var row = new ValidRow { Id = survivor.Id, Values = values };
        var written = (await store.WriteBatchAsync(session, table.Register, [row], options, cancellationToken))[0];
        if (written.Outcome == RowOutcome.Refused)
            throw new MergeStop(written.Faults[0] is { Field: { } field } fault
                ? MergingErrors.FieldRefused(field, fault.Error.Code)
                : written.Faults[0].Error);
        if (written.Outcome == RowOutcome.Unchanged) return [];
        var now = (await RowCommands.FindAsync(session, table, "id", [survivor.Id], cancellationToken))[0];
        return [.. values.Keys.Where(name => Cells.Mark(now.Cells[table.IndexOf(name)])
            != Cells.Mark(survivor.Cells[table.IndexOf(name)]))];
    }
}
