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

/// <summary>Answers a doubt: the value is confirmed, or put right. What was put right holds like a decision.</summary>
internal sealed class AnswerDoubt(
    RegisterTables tables, IDatabase database, DecideCase decide, DoubtFlags flags, IdSource ids, MonotonicClock clock)
{
    public async Task<Result<SourceDoubt>> RunAsync(
        string doubtId, string answer, string? value, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Sources)) return SourceErrors.Forbidden();
        var text = TextRules.Trim(value);
        if (answer is not (SourceStates.Confirmed or SourceStates.Corrected)
            || (answer == SourceStates.Corrected && text is null)) return SourceErrors.UnknownAnswer();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        var answered = await LostRaces.RunAsync(_ => TryAsync(doubtId, answer, text, why, caller, cancellationToken));
        if (answered.IsOk) await flags.RenewAsync(cancellationToken);
        return answered;
    }

    private async Task<Result<SourceDoubt>> TryAsync(
        string doubtId, string answer, string? value, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var doubt = await DoubtLog.FindAsync(session, doubtId);
        if (doubt is null || tables.Find(doubt.Register) is not { } table) return SourceErrors.UnknownDoubt();
        var row = (await RowCommands.FindAsync(session, table, "id", [doubt.RowId], cancellationToken))
            .FirstOrDefault();
        if (row is null) return SourceErrors.UnknownDoubt();
        if (!caller.Has(RegistriesPermissions.Sources, Cells.Region(table, row.Cells)))
            return RegistriesErrors.OutOfReach();
        if (Answering(table, doubt) is { } unit && caller.Kind != CallerKind.System && caller.UnitId != unit)
            return SourceErrors.NotAuthority();
        if (doubt.State != SourceStates.Open) return SourceErrors.DoubtAnswered(doubt.State);
        if (answer == SourceStates.Corrected)
        {
            if (await decide.WriteAsync(
                session, table, doubt.RowId, doubt.Field, value, reason, caller, cancellationToken) is { } refused)
                return refused;
            await HoldAsync(session, table, doubt, reason, caller);
        }
        await DoubtLog.AnswerAsync(session, doubt.Id, answer, reason, caller, clock.Now().ToMicros());
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.doubt-answered", Object = $"{doubt.Register}/{doubt.RowId}",
            SubjectId = Cells.Subject(table, row.Id, row.Cells),
            DetailJson = JsonSerializer.Serialize(new { doubt = doubt.Id, doubt.Field, answer, reason }),
        });
        await session.CommitAsync(cancellationToken);
        await using var read = await database.ReadAsync(cancellationToken);
        return (await DoubtLog.FindAsync(read, doubtId))!.ToDoubt(table.Register);
    }

    // The unit that answers for the source whose word stands; null where none is declared.
    private static string? Answering(PhysicalTable table, KeptDoubt doubt) =>
        doubt.Source is { } code ? table.Register.Sources?.Find(code)?.Unit : null;

    // Else the next word of any source would bring back what its authority said wrongly before.
    private async Task HoldAsync(
        DbSession session, PhysicalTable table, KeptDoubt doubt, string reason, Caller caller)
    {
        if (table.Register.Sources is null) return;
        var now = clock.Now().ToMicros();
        var latest = (await SourceCaseLog.LatestAsync(session, doubt.Register, [doubt.RowId]))
            .GetValueOrDefault((doubt.RowId, doubt.Field));
        if (latest?.State != SourceStates.Open)
        {
            latest = new()
            {
                Id = ids.Next("sc"), Register = doubt.Register, RowId = doubt.RowId, Field = doubt.Field,
                Region = doubt.Region, State = SourceStates.Open, CreatedAt = now,
            };
            await SourceCaseLog.OpenAsync(session, latest);
        }
        await SourceCaseLog.DecideAsync(session, latest.Id, DecideCase.Enter, reason, caller, now);
    }
}
