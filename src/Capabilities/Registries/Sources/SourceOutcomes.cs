using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Keeps what sources said once their rows are written, and opens and settles cases about it.</summary>
internal sealed class SourceOutcomes(SourceSeals seals, IdSource ids, MonotonicClock clock, TimeProvider time)
{
    public async Task KeepAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<(SourcePlan Plan, RowWritten Written)> done,
        Dictionary<(string Row, string Field), KeptSourceCase> cases, BatchOptions options,
        CancellationToken cancellationToken)
    {
        var good = done.Where(d => d.Written.Outcome != RowOutcome.Refused).ToList();
        var now = clock.Now().ToMicros();
        var changed = good.Where(d => IsNew(d.Plan, d.Written.Id!)).ToList();
        var owners = changed.Select(d => Owner(table, d.Plan, d.Written.Id!)).ToList();
        var words = await seals.SealAsync(
            session, [.. changed.Select((d, i) => (owners[i], d.Plan.Word.ToJson()))], cancellationToken);
        var links = changed.Select(
            (d, i) => Link(table, d.Plan, d.Written.Id!, options, now) with { Said = words[i], SealedFor = owners[i] });
        await LinkStore.WriteAsync(session, [.. links], cancellationToken);
        if (changed.Count > 0) session.Audit(Entry(table, changed, owners, options));
        foreach (var (plan, written) in good)
        {
            foreach (var field in plan.Changed)
                await CaseAsync(
                    session, table, plan, written.Id!, field, plan.Differs(table.Register, field), cases, now);
            await CaseAsync(
                session, table, plan, written.Id!, SourceCaseLog.WholeRow,
                plan.IsWithdrawn && plan.Others.Count == 0, cases, now);
        }
    }

    /// <summary>Opens and settles the cases of a row about the fields of the plan.</summary>
    public async Task JudgeAsync(DbSession session, PhysicalTable table, SourcePlan plan, string row)
    {
        var cases = await SourceCaseLog.LatestAsync(session, table.Register.Name, [row]);
        var now = clock.Now().ToMicros();
        foreach (var field in plan.Changed)
            await CaseAsync(session, table, plan, row, field, plan.Differs(table.Register, field), cases, now);
    }

    private static AuditEntry Entry(
        PhysicalTable table, IReadOnlyList<(SourcePlan Plan, RowWritten Written)> changed,
        IReadOnlyList<string> owners, BatchOptions options)
    {
        var isOne = changed.Count == 1;
        return new AuditEntry
        {
            Caller = options.Caller,
            Action = changed[0].Plan.IsWithdrawn ? "registries.source-withdrawn" : "registries.source-said",
            Object = isOne ? $"{table.Register.Name}/{changed[0].Written.Id}" : table.Register.Name,
            SubjectId = isOne && (table.Register.IsPersons || table.Register.SubjectField is not null)
                ? owners[0]
                : null,
            DetailJson = JsonSerializer.Serialize(new
            {
                source = changed[0].Plan.Source, rows = changed.Count, importId = options.ImportId,
                reason = options.Reason,
            }),
        };
    }

    private async Task CaseAsync(
        DbSession session, PhysicalTable table, SourcePlan plan, string row, string field, bool isWanted,
        Dictionary<(string Row, string Field), KeptSourceCase> cases, long now)
    {
        var latest = cases.GetValueOrDefault((row, field));
        var isOpen = latest?.State == SourceStates.Open;
        if (isOpen && !isWanted)
        {
            await SourceCaseLog.SettleAsync(session, latest!.Id, now);
            cases.Remove((row, field));
        }
        else if (isWanted && !isOpen && !plan.Agreeing.Contains(field))
        {
            var opened = new KeptSourceCase
            {
                Id = ids.Next("sc"), Register = table.Register.Name, RowId = row, Field = field,
                Region = Region(table, plan), State = SourceStates.Open, CreatedAt = now,
            };
            await SourceCaseLog.OpenAsync(session, opened);
            cases[(row, field)] = opened;
        }
    }

    private static bool IsNew(SourcePlan plan, string row) =>
        plan.Own is null || plan.Changed.Count > 0 || plan.IsWithdrawn == plan.Own.IsLinked || plan.Own.RowId != row;

    private KeptLink Link(PhysicalTable table, SourcePlan plan, string row, BatchOptions options, long now) => new()
    {
        LinkId = plan.Own?.LinkId ?? ids.Next("sl"),
        Version = (plan.Own?.Version ?? 0) + 1,
        Register = table.Register.Name,
        Source = plan.Source,
        KeyIndex = plan.KeyIndex,
        RowId = row,
        State = plan.IsWithdrawn ? LinkStates.Withdrawn : LinkStates.Linked,
        ValidFrom = plan.IsWithdrawn ? TimedRows.Day(Features.CityTime.Today(time)) : TimedRows.Day(plan.From),
        RecordedAt = Math.Max(now, plan.Own?.RecordedAt ?? 0),
        RecordedBy = options.Caller.Name,
        RecorderId = options.Caller.AccountId,
        Reason = options.Reason,
        ImportId = options.ImportId,
    };

    private static string Owner(PhysicalTable table, SourcePlan plan, string row) => table.Register switch
    {
        { IsPersons: true } => row,
        { SubjectField: { } field } => Standing(table, plan, field) ?? row,
        _ => row,
    };

    private static string? Region(PhysicalTable table, SourcePlan plan) =>
        table.Register.RegionField is { } field ? Standing(table, plan, field) : null;

    // A field that is neither sealed nor masked in the table: what is written, else what stood.
    private static string? Standing(PhysicalTable table, SourcePlan plan, string field) =>
        plan.Word.Values.GetValueOrDefault(field) is { } own && plan.Existing is null ? own.Text
        : plan.Row.Values.TryGetValue(field, out var value) ? value as string
        : plan.Existing?.Cells[table.IndexOf(field)] as string;
}
