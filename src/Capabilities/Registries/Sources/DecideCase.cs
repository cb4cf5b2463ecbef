using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Decides where sources differ.</summary>
internal sealed class DecideCase(
    RegisterTables tables, IDatabase database, RowStore store, UpsertRecord rules, SourceWrites writes,
    MonotonicClock clock)
{
    public const string Keep = "keep";
    public const string Enter = "enter";

    public async Task<Result<SourceCase>> RunAsync(
        string caseId, string decision, string? value, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Sources)) return SourceErrors.Forbidden();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        return await LostRaces.RunAsync(_ => TryAsync(caseId, decision, value, why, caller, cancellationToken));
    }

    private async Task<Result<SourceCase>> TryAsync(
        string caseId, string decision, string? value, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var kept = await SourceCaseLog.FindAsync(session, caseId);
        if (kept is null || tables.Find(kept.Register) is not { } table) return SourceErrors.UnknownCase();
        var row = (await RowCommands.FindAsync(session, table, "id", [kept.RowId], cancellationToken)).FirstOrDefault();
        if (row is null) return SourceErrors.UnknownCase();
        if (!caller.Has(RegistriesPermissions.Sources, Cells.Region(table, row.Cells)))
            return RegistriesErrors.OutOfReach();
        if (await AnsweringAsync(session, table, kept, cancellationToken) is { } unit
            && caller.Kind != CallerKind.System && caller.UnitId != unit) return SourceErrors.NotDeciding();
        // Who comes second is told, rather than undoing what the first one decided.
        if (kept.State != SourceStates.Open) return SourceErrors.Decided(kept.State);
        var text = await TextAsync(session, table, kept, decision, value, cancellationToken);
        if (!text.IsOk) return text.Error;
        if (decision != Keep
            && await WriteAsync(session, table, kept.RowId, kept.Field, text.Value, reason, caller, cancellationToken)
                is { } refused) return refused;
        await SourceCaseLog.DecideAsync(session, kept.Id, decision, reason, caller, clock.Now().ToMicros());
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.source-decided", Object = $"{kept.Register}/{kept.RowId}",
            SubjectId = Cells.Subject(table, row.Id, row.Cells),
            DetailJson = JsonSerializer.Serialize(new { difference = kept.Id, kept.Field, decision, reason }),
        });
        await session.CommitAsync(cancellationToken);
        await using var read = await database.ReadAsync(cancellationToken);
        return (await SourceCaseLog.FindAsync(read, caseId))!.ToCase();
    }

    /// <summary>Writes one value of a row, held against the rules of its field; told why not when it is
    /// refused.</summary>
    public async Task<Error?> WriteAsync(
        DbSession session, PhysicalTable table, string id, string field, string? text, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        var valid = RowValidator.Validate(
            table.Register, new Dictionary<string, string?> { [field] = text },
            rules.Context() with { Partial = true });
        if (valid.Row is not { } row) return SourceErrors.ValueRefused(field, valid.Faults[0].Error.Code);
        var options = new BatchOptions { Caller = SourceReach.Writer(caller), Reason = reason };
        var written = (await store.WriteBatchAsync(
            session, table.Register, [row with { Id = id }], options, cancellationToken))[0];
        return written.Outcome == RowOutcome.Refused
            ? SourceErrors.ValueRefused(field, written.Faults[0].Error.Code)
            : null;
    }

    // The unit that answers for the source whose word stands, as with doubts; a row that no source tells of any more is
    // nobody's alone.
    private async Task<string?> AnsweringAsync(
        DbSession session, PhysicalTable table, KeptSourceCase kept, CancellationToken cancellationToken) =>
        kept.Field != SourceCaseLog.WholeRow
            && table.Register.Sources is { } sources && sources.All.Any(s => s.Unit is not null)
            && await writes.AuthorityAsync(session, table, kept.RowId, kept.Field, cancellationToken) is { } code
            ? sources.Find(code)?.Unit
            : null;

    // Null is no text, and an empty field where a value is entered.
    private async Task<Result<string?>> TextAsync(
        DbSession session, PhysicalTable table, KeptSourceCase kept, string decision, string? value,
        CancellationToken cancellationToken)
    {
        if (decision == Keep) return Result<string?>.Ok(null);
        if (kept.Field.Length == 0 || table.Register.Fields.All(f => f.Name != kept.Field))
            return SourceErrors.UnknownDecision();
        if (decision == Enter)
            return TextRules.Trim(value) is { } entered ? Result<string?>.Ok(entered) : SourceErrors.UnknownDecision();
        var links = await writes.LinksAsync(session, table, [kept.RowId], cancellationToken);
        var said = links[kept.RowId].Where(l => l.Link.IsLinked && l.Link.Source == decision)
            .Select(l => l.Word.Values.GetValueOrDefault(kept.Field)).OfType<Model.GivenValue>()
            .MaxBy(g => g.Since);
        return said is null ? SourceErrors.UnknownDecision() : Result<string?>.Ok(said.Text);
    }
}
