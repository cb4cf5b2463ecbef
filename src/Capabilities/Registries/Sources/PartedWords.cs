using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>What a source said of one of two rows while they were one: when they are parted, that row is told it, and
/// the row that stayed lets go of it.</summary>
internal sealed class PartedWords(
    SourceWrites writes, SourceSeals seals, SourceOutcomes outcomes, RowStore store, RowSeals rowSeals)
{
    /// <summary>Chooses anew, in both rows, the fields of which the links said something while the merge
    /// stood.</summary>
    /// <param name="session">Session of the parting; the links have gone back already.</param>
    /// <param name="table">Table.</param>
    /// <param name="unmerged">What was parted.</param>
    /// <param name="links">The links that went back, as they were before.</param>
    /// <param name="cancellationToken">Stop.</param>
    public async Task TellAsync(
        DbSession session, PhysicalTable table, RowsUnmerged unmerged, IReadOnlyList<KeptLink> links,
        CancellationToken cancellationToken)
    {
        if (links.Count == 0 || await MergeLog.FindAsync(session, unmerged.MergeId) is not { } merge) return;
        var heard = await HeardAsync(session, merge, links, cancellationToken);
        var fields = heard.Keys.Where(f => table.Register.Fields.Any(d => d.Name == f))
            .ToHashSet(StringComparer.Ordinal);
        if (fields.Count == 0) return;
        var told = await writes.LinksAsync(
            session, table, [unmerged.SurvivorId, unmerged.LoserId], cancellationToken);
        var options = new BatchOptions
        {
            Caller = Caller.System("registries.merges"), Reason = merge.UndoneReason, Action = RecordActions.Parted,
        };
        var rows = (await RowCommands.FindAsync(
            session, table, "id", [unmerged.SurvivorId, unmerged.LoserId], cancellationToken))
            .ToDictionary(r => r.Id, r => Plan(r, told[r.Id], fields), StringComparer.Ordinal);
        // First the row that stayed lets go of what only one row may hold.
        var (stays, goes) = (rows[unmerged.SurvivorId], rows[unmerged.LoserId]);
        var kept = await LettingGoAsync(session, table, merge, stays, heard, cancellationToken);
        await WriteAsync(session, table, stays, kept, options, cancellationToken);
        await WriteAsync(session, table, goes, goes.Values(table.Register), options, cancellationToken);
    }

    // All sources of a row, none of which speaks just now.
    private static SourcePlan Plan(
        StoredRow row, IEnumerable<(KeptLink Link, SourceWord Word)> links, IReadOnlySet<string> fields) => new()
    {
        Existing = row, KeyIndex = "", Source = "", Word = SourceWord.Nothing, IsWithdrawn = true, Changed = fields,
        Others = [.. links.Where(l => l.Link.IsLinked)],
    };

    // By field what the links say now, where it is another thing than when the rows became one.
    private async Task<Dictionary<string, HashSet<string?>>> HeardAsync(
        DbSession session, KeptMerge merge, IReadOnlyList<KeptLink> links, CancellationToken cancellationToken)
    {
        var heard = new Dictionary<string, HashSet<string?>>(StringComparer.Ordinal);
        var now = await seals.OpenAsync(session, links, cancellationToken);
        var before = await seals.OpenAsync(
            session, await LinkStore.WhenMergedAsync(session, merge, [.. links.Select(l => l.LinkId)]),
            cancellationToken);
        foreach (var link in links)
        {
            var (was, says) = (Values(before.GetValueOrDefault(link.LinkId)), Values(now[link.LinkId]));
            foreach (var field in was.Keys.Union(says.Keys))
                if (was.GetValueOrDefault(field)?.Text is var old && says.GetValueOrDefault(field)?.Text is var text
                    && old != text)
                    (heard.TryGetValue(field, out var some) ? some : heard[field] = []).Add(text);
        }
        return heard;
    }

    private static IReadOnlyDictionary<string, GivenValue> Values(SourceWord? word) =>
        (word ?? SourceWord.Nothing).Values;

    // What others say stands, else what the row held before; what a person has entered since stays.
    private async Task<Dictionary<string, object?>> LettingGoAsync(
        DbSession session, PhysicalTable table, KeptMerge merge, SourcePlan plan,
        Dictionary<string, HashSet<string?>> heard, CancellationToken cancellationToken)
    {
        var rows = await RowCommands.VersionsAsync(
            session, table, merge.SurvivorId, merge.SurvivorBefore, cancellationToken);
        var opened = await rowSeals.OpenAsync(session, table, rows, cancellationToken);
        var texts = rows.Select((row, i) => (row.Version, Texts: RowTexts.Of(table, row, opened[i]))).ToList();
        var chosen = plan.Values(table.Register);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, stands) in heard)
        {
            if (!plan.Changed.Contains(name) || !stands.Contains(texts[^1].Texts.GetValueOrDefault(name))) continue;
            var version = merge.Taken.Contains(name) ? merge.SurvivorBefore : merge.SurvivorAfter;
            if (plan.SaidOf(name).Count > 0) values[name] = chosen[name];
            else if (texts.FirstOrDefault(t => t.Version == version).Texts is { } old)
                values[name] = Canonical.Value(table.Register.Field(name), old.GetValueOrDefault(name));
        }
        return values;
    }

    private async Task WriteAsync(
        DbSession session, PhysicalTable table, SourcePlan plan, Dictionary<string, object?> values,
        BatchOptions options, CancellationToken cancellationToken)
    {
        var id = plan.Existing!.Id;
        plan.Row = new ValidRow { Id = id, Values = values };
        if (values.Count > 0)
        {
            var written = (await store.WriteBatchAsync(
                session, table.Register, [plan.Row], options, cancellationToken))[0];
            if (written.Outcome == RowOutcome.Refused)
                throw new MergeStop(written.Faults[0] is { Field: { } field } fault
                    ? MergingErrors.FieldRefused(field, fault.Error.Code)
                    : written.Faults[0].Error);
        }
        await outcomes.JudgeAsync(session, table, plan, id);
    }
}
