using System.Globalization;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Sources as officers and pages use them.</summary>
internal sealed class SourceDesk(
    RegisterTables tables, IDatabase database, ReadSources read, DecideCase decide, WithdrawSource withdraw,
    RaiseDoubt raise, AnswerDoubt answer, RowTitles titles, SourceSeals seals, IJobs jobs) : ISources
{
    private static readonly HashSet<string> States =
    [
        SourceStates.Open, SourceStates.Decided, SourceStates.Settled, SourceStates.Confirmed, SourceStates.Corrected,
    ];

    public async Task<Result<RecordSources>> OfAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default)
    {
        var found = await read.RunAsync(register, id, unmask, caller, purpose, cancellationToken);
        return found.IsOk ? found.Value.Sources : found.Error;
    }

    public async Task<Result<Contracts.SourceCases>> CasesAsync(
        SourceQuery query, string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default)
    {
        var after = After(query, cursor, caller);
        if (!after.IsOk) return after.Error;
        limit = Math.Clamp(limit, 1, SourceLimits.PageMax);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await SourceCaseLog.ListAsync(
            session, query, caller.Reach(RegistriesPermissions.Sources), after.Value, limit + 1);
        var page = found.Take(limit).ToList();
        var called = await titles.OfAsync(
            session, tables.Find(query.Register)!, [.. page.Select(c => c.RowId)], caller, cancellationToken);
        return new Contracts.SourceCases(
            [.. page.Select(c => c.ToCase() with { Title = called.GetValueOrDefault(c.RowId) })],
            found.Count > limit ? Cursor(page[^1].Seq) : null);
    }

    public async Task<(long Cases, long Doubts)> CountAsync(
        RegistryDeclaration register, Caller caller, CancellationToken cancellationToken = default)
    {
        var reach = caller.Reach(RegistriesPermissions.Sources);
        await using var session = await database.ReadAsync(cancellationToken);
        return (
            await SourceCaseLog.CountAsync(session, "registries_source_cases", register.Name, reach),
            await SourceCaseLog.CountAsync(session, "registries_source_doubts", register.Name, reach));
    }

    public async Task<Result<SourceComparison>> GetCaseAsync(
        string caseId, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Sources)) return SourceErrors.Forbidden();
        KeptSourceCase? kept;
        await using (var session = await database.ReadAsync(cancellationToken))
            kept = await SourceCaseLog.FindAsync(session, caseId);
        if (kept is null || tables.Find(kept.Register) is not { } table) return SourceErrors.UnknownCase();
        if (!caller.Has(RegistriesPermissions.Sources, kept.Region)) return RegistriesErrors.OutOfReach();
        var row = await read.RunAsync(table.Register, kept.RowId, unmask, caller, purpose, cancellationToken);
        if (!row.IsOk) return row.Error;
        return new SourceComparison(
            kept.ToCase(), row.Value.Record.Values.GetValueOrDefault(kept.Field),
            row.Value.Sources.Fields.GetValueOrDefault(kept.Field) ?? []);
    }

    public Task<Result<SourceCase>> DecideAsync(
        string caseId, string decision, string? value, string reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        decide.RunAsync(caseId, decision, value, reason, caller, cancellationToken);

    public Task<Result<Done>> WithdrawAsync(
        RegistryDeclaration register, string id, string source, string reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        withdraw.RunAsync(register, id, source, reason, caller, cancellationToken);

    public async Task<Result<string>> WithdrawAllAsync(
        RegistryDeclaration register, string source, string reason, Caller caller,
        CancellationToken cancellationToken = default)
    {
        // Who takes a source away takes it from every town.
        if (!caller.Has(RegistriesPermissions.Write, null)) return RegistriesErrors.WriteForbidden();
        if (SourceRules.Check(register, source) is { } unknown) return unknown;
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        await using var session = await database.WriteAsync(cancellationToken);
        var job = await jobs.EnqueueAsync(
            session, WithdrawJob.JobKind,
            JsonSerializer.Serialize(new WithdrawArgs(register.Name, source, why, caller)), caller.AccountId,
            cancellationToken);
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.source-withdrawal-begun", Object = register.Name,
            DetailJson = JsonSerializer.Serialize(new { job, source, reason = why }),
        });
        await session.CommitAsync(cancellationToken);
        return Result<string>.Ok(job);
    }

    public Task<Result<SourceDoubt>> DoubtAsync(
        RegistryDeclaration register, string id, string field, string? proposed, string reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        raise.RunAsync(register, id, field, proposed, reason, caller, cancellationToken);

    public async Task<Result<SourceDoubts>> DoubtsAsync(
        SourceQuery query, string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default)
    {
        var after = After(query, cursor, caller);
        if (!after.IsOk) return after.Error;
        limit = Math.Clamp(limit, 1, SourceLimits.PageMax);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await DoubtLog.ListAsync(
            session, query, caller.Reach(RegistriesPermissions.Sources), after.Value, limit + 1);
        var page = found.Take(limit).ToList();
        var table = tables.Find(query.Register)!;
        var called = await titles.OfAsync(
            session, table, [.. page.Select(d => d.RowId)], caller, cancellationToken);
        return new SourceDoubts(
            [.. page.Select(d => d.ToDoubt(table.Register) with { Title = called.GetValueOrDefault(d.RowId) })],
            found.Count > limit ? Cursor(page[^1].Seq) : null);
    }

    public async Task<Result<SourceDoubts>> OwnDoubtsAsync(
        string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.IsKnown) return RegistriesErrors.SignedOut();
        var before = long.MaxValue;
        if (cursor is not null
            && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return RegistriesErrors.BadCursor();
        limit = Math.Clamp(limit, 1, SourceLimits.PageMax);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await DoubtLog.RaisedByAsync(session, caller.AccountId, before, limit + 1);
        var page = found.Take(limit).ToList();
        // A register that is declared no more has nobody left who answers.
        var told = page.Where(d => tables.Find(d.Register) is not null)
            .Select(d => d.ToDoubt(tables.Find(d.Register)!.Register));
        return new SourceDoubts([.. told], found.Count > limit ? Cursor(page[^1].Seq) : null);
    }

    public async Task<Result<DoubtDetail>> GetDoubtAsync(
        string doubtId, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Sources)) return SourceErrors.Forbidden();
        KeptDoubt? kept;
        string? proposed = null;
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            kept = await DoubtLog.FindAsync(session, doubtId);
            if (kept is not null)
                proposed = await seals.OpenAsync(session, kept.Proposed, kept.SealedFor, cancellationToken);
        }
        if (kept is null || tables.Find(kept.Register) is not { } table) return SourceErrors.UnknownDoubt();
        if (!caller.Has(RegistriesPermissions.Sources, kept.Region)) return RegistriesErrors.OutOfReach();
        var row = await read.RunAsync(table.Register, kept.RowId, unmask, caller, purpose, cancellationToken);
        if (!row.IsOk) return row.Error;
        var field = table.Register.Fields.FirstOrDefault(f => f.Name == kept.Field);
        return new DoubtDetail(
            kept.ToDoubt(table.Register), row.Value.Record.Values.GetValueOrDefault(kept.Field),
            field is null ? null : ReadSources.Show(field, proposed, row.Value.Access).Value);
    }

    public Task<Result<SourceDoubt>> AnswerAsync(
        string doubtId, string answerWord, string? value, string reason, Caller caller,
        CancellationToken cancellationToken = default) =>
        answer.RunAsync(doubtId, answerWord, value, reason, caller, cancellationToken);

    private Result<long> After(SourceQuery query, string? cursor, Caller caller)
    {
        if (!caller.Has(RegistriesPermissions.Sources)) return SourceErrors.Forbidden();
        if (tables.Find(query.Register) is not { } table) return RegistriesErrors.UnknownRegister();
        if (!States.Contains(query.State)) return SourceErrors.UnknownState();
        if (query.Field is { Length: > 0 } field && table.Register.Fields.All(f => f.Name != field))
            return SourceErrors.UnknownField();
        var after = 0L;
        return cursor is not null
            && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after)
            ? RegistriesErrors.BadCursor()
            : after;
    }

    private static string Cursor(long seq) => seq.ToString(CultureInfo.InvariantCulture);
}
