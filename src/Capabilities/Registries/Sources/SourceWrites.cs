using System.Globalization;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Writes rows that come from a source: what it says goes to its link, and what stands is chosen anew among
/// all sources of the row, in one session.</summary>
internal sealed class SourceWrites(
    RegisterTables tables, RowStore store, SourceSeals seals, SourceOutcomes outcomes,
    Adoption adoption, MonotonicClock clock)
{
    /// <summary>As <see cref="RowStore.WriteBatchAsync"/>, which writes rows that name no source.</summary>
    public async Task<IReadOnlyList<RowWritten>> WriteBatchAsync(
        DbSession session, RegistryDeclaration register, IReadOnlyList<ValidRow> rows, BatchOptions options,
        CancellationToken cancellationToken)
    {
        if (register.Sources is null || rows.Count == 0 || rows[0].Source is not { } source)
            return await store.WriteBatchAsync(session, register, rows, options, cancellationToken);
        var table = tables.Of(register);
        if (options.IsAlone) await RowCommands.KeepToOurselvesAsync(session, table, cancellationToken);
        var named = await NameAsync(session, table, rows, cancellationToken);
        var drafts = await store.FindAsync(session, register, named, cancellationToken);
        await adoption.AdoptAsync(
            session, table, [.. drafts.Select(d => d.Existing).OfType<StoredRow>()], source.Code, cancellationToken);
        var links = await LinksAsync(
            session, table, drafts.Select(d => d.Existing?.Id).OfType<string>(), cancellationToken);
        var cases = await SourceCaseLog.LatestAsync(
            session, register.Name, [.. drafts.Select(d => d.Existing?.Id).OfType<string>()]);
        var own = (await LinkStore.ByKeyAsync(
            session, register.Name, source.Code, [.. Keys(table, rows).OfType<string>()]))
            .ToDictionary(l => l.KeyIndex, StringComparer.Ordinal);
        var plans = new SourcePlan?[rows.Count];
        for (var i = 0; i < rows.Count; i++)
        {
            plans[i] = Plan(table, drafts[i], named[i], own, links, cases);
            if (plans[i] is { } plan) plan.Row = Row(table, plan, drafts[i], named[i]);
        }
        var open = plans.OfType<SourcePlan>().ToList();
        var written = await store.WriteBatchAsync(
            session, register, [.. open.Select(p => p.Row)], options, cancellationToken);
        await outcomes.KeepAsync(session, table, [.. open.Zip(written)], cases, options, cancellationToken);
        var told = new Queue<RowWritten>(written);
        return [.. plans.Select(p => p is null
            ? new RowWritten(RowOutcome.Refused, null, [new FieldFault(null, SourceErrors.NoKey())])
            : told.Dequeue())];
    }

    /// <summary>Rows of sources with the ids of the rows that their keys are linked to already.</summary>
    public async Task<IReadOnlyList<ValidRow>> NameAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<ValidRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0 || rows[0].Source is not { } source) return rows;
        var keys = Keys(table, rows);
        var links = (await LinkStore.ByKeyAsync(
            session, table.Register.Name, source.Code, [.. keys.OfType<string>()]))
            .ToDictionary(l => l.KeyIndex, StringComparer.Ordinal);
        // A row that was closed frees what was linked to it, like its key.
        var open = (await RowCommands.FindPairsAsync(
            session, table.Name, "id", [.. links.Values.Select(l => l.RowId)], cancellationToken))
            .Select(p => p.Id).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. rows.Select((r, i) => r.Id is null && keys[i] is { } key && links.TryGetValue(key, out var link)
                && open.Contains(link.RowId) ? r with { Id = link.RowId } : r),
        ];
    }

    /// <summary>Takes back what these links say. Refused rows name why.</summary>
    public async Task<IReadOnlyList<RowWritten>> WithdrawAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, string source, BatchOptions options,
        CancellationToken cancellationToken)
    {
        var names = rows.Select(r => r.Id).ToList();
        var links = await LinksAsync(session, table, names, cancellationToken);
        var cases = await SourceCaseLog.LatestAsync(session, table.Register.Name, names);
        var all = new List<(SourcePlan Plan, RowWritten Written)>();
        // A row may have several links of one source, since merges; each pass takes one of them.
        foreach (var pass in rows.SelectMany(row => links[row.Id]
            .Where(l => l.Link.Source == source && l.Link.IsLinked).Select((l, i) => (i, row, l)))
            .GroupBy(p => p.i))
        {
            var plans = new List<SourcePlan>();
            foreach (var (_, row, (link, word)) in pass)
            {
                var plan = new SourcePlan
                {
                    Existing = row, Own = link, KeyIndex = link.KeyIndex, Source = source, Word = word,
                    IsWithdrawn = true,
                    // Who decided for this source decided for what it takes back now.
                    Decided = word.Values.Keys.Where(f => cases.GetValueOrDefault((row.Id, f)) is
                        { State: SourceStates.Decided } held && held.Decision != source).ToHashSet(),
                    Changed = word.Values.Keys.ToHashSet(StringComparer.Ordinal),
                    Others =
                    [
                        .. links[row.Id].Where(l => l.Link.IsLinked && l.Link.LinkId != link.LinkId
                            && all.All(a => a.Plan.Own!.LinkId != l.Link.LinkId)),
                    ],
                };
                plan.Row = new ValidRow { Id = row.Id, Values = plan.Values(table.Register) };
                plans.Add(plan);
            }
            var written = await store.WriteBatchAsync(
                session, table.Register, [.. plans.Select(p => p.Row)], options, cancellationToken);
            await outcomes.KeepAsync(session, table, [.. plans.Zip(written)], cases, options, cancellationToken);
            all.AddRange(plans.Zip(written));
        }
        return [.. all.Select(a => a.Written)];
    }

    /// <summary>The links of these rows and what each says; of a link whose person's key was destroyed,
    /// nothing.</summary>
    public async Task<ILookup<string, (KeptLink Link, SourceWord Word)>> LinksAsync(
        DbSession session, PhysicalTable table, IEnumerable<string> rows, CancellationToken cancellationToken)
    {
        var links = await LinkStore.OfRowsAsync(session, table.Register.Name, [.. rows]);
        var words = await seals.OpenAsync(session, links, cancellationToken);
        return links.ToLookup(
            l => l.RowId, l => (l, (words[l.LinkId] ?? SourceWord.Nothing).Of(table.Register)), StringComparer.Ordinal);
    }

    /// <summary>The source whose word on a field of a row stands; where none says anything of it, the first authority
    /// that is declared, else the original source.</summary>
    public async Task<string?> AuthorityAsync(
        DbSession session, PhysicalTable table, string id, string field, CancellationToken cancellationToken)
    {
        if (table.Register.Sources is not { } sources) return null;
        var said = (await LinksAsync(session, table, [id], cancellationToken))[id]
            .Where(l => l.Link.IsLinked && l.Word.Values.ContainsKey(field))
            .Select(l => new Said(
                l.Link.Source, l.Link.LinkId, l.Word.Values[field].Text, l.Word.Values[field].Since)).ToList();
        return Survivors.Choose(sources, field, said)?.Source
            ?? sources.RuleOf(field).Order.FirstOrDefault() ?? sources.Original?.Code;
    }

    private SourcePlan? Plan(
        PhysicalTable table, Draft draft, ValidRow row, Dictionary<string, KeptLink> own,
        ILookup<string, (KeptLink Link, SourceWord Word)> links,
        Dictionary<(string Row, string Field), KeptSourceCase> cases)
    {
        var key = seals.KeyIndex(table, row)
            ?? (draft.Existing is { } e ? seals.KeyIndex(table, row with { Source = row.Source! with { Key = e.Id } })
                : null);
        if (key is null) return null;
        var kept = own.GetValueOrDefault(key)
            ?? links[draft.Existing?.Id ?? ""].Select(l => l.Link).FirstOrDefault(
                l => l.Source == row.Source!.Code && l.KeyIndex == key);
        var mine = links[draft.Existing?.Id ?? ""].FirstOrDefault(l => l.Link.LinkId == kept?.LinkId);
        // What was withdrawn, or said of a row that is closed, is said anew.
        var before = mine.Link is { IsLinked: true } ? mine.Word : SourceWord.Nothing;
        var since = row.Effective?.Period.From is { } day ? Features.CityTime.BeginningOf(day) : clock.Now();
        var (word, changed) = before.Say(
            row.Source!.Key, draft.Values.Select(v => KeyValuePair.Create(v.Key, Text(table, v.Key, v.Value))),
            since.ToMicros());
        var decided = changed.Where(f => draft.Existing is { } row
            && cases.GetValueOrDefault((row.Id, f))?.State == SourceStates.Decided).ToHashSet();
        return new SourcePlan
        {
            Decided = decided,
            Agreeing = decided.Where(f => Cells.Mark(draft.Cells[table.IndexOf(f)])
                == Cells.Mark(draft.Existing!.Cells[table.IndexOf(f)])).ToHashSet(),
            Existing = draft.Existing, Own = kept, KeyIndex = key, Source = row.Source.Code, Word = word,
            Changed = changed, From = row.Effective?.Period.From,
            Others = [.. links[draft.Existing?.Id ?? ""].Where(l => l.Link.IsLinked && l.Link.LinkId != kept?.LinkId)],
        };
    }

    private static ValidRow Row(
        PhysicalTable table, SourcePlan plan, Draft draft, ValidRow row)
    {
        if (draft.Existing is not { } existing) return row;
        var values = plan.Values(table.Register);
        // A reference that leads nowhere is refused, whether it would have stood or not.
        foreach (var (name, value) in draft.Values)
            if (table.Register.Field(name).Type == FieldType.Reference && value is not null
                && !draft.Resolved.Contains(name)) values[name] = value;
        var isOwnDay = row.Effective is not null && values.All(v => v.Value is { } value
            && Equals(Text(table, v.Key, value), Text(table, v.Key, draft.Values.GetValueOrDefault(v.Key))));
        return row with
        {
            Id = existing.Id, Values = values,
            Effective = isOwnDay && values.Count > 0
                ? row.Effective! with { Fields = values.Keys.ToHashSet(StringComparer.Ordinal) }
                : null,
        };
    }

    private List<string?> Keys(PhysicalTable table, IReadOnlyList<ValidRow> rows) =>
        [.. rows.Select(r => seals.KeyIndex(table, r))];

    /// <summary>The one text of a value; 1 and 1.00 are one value.</summary>
    public static string? Text(PhysicalTable table, string name, object? value) => value is decimal number
        ? Scaled.From(
            Scaled.To(number, Canonical.Scale(table.Register.Field(name))),
            Canonical.Scale(table.Register.Field(name))).ToString(CultureInfo.InvariantCulture)
        : Canonical.Text(value);
}
