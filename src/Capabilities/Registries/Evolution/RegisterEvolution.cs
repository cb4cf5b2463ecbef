using System.Text.Json;
using Dapper;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Evolution;

/// <summary>Shows, pauses and resumes changes of shape.</summary>
internal sealed class RegisterEvolution(IDatabase database, EvolutionSteps steps, IJobs jobs) : IEvolution
{
    private const int UnreadMax = 1000;
    private const int JobsLooked = 500;

    public async Task<IReadOnlyList<EvolutionStep>> StepsAsync(CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.Connection.QueryAsync<Row>(new CommandDefinition(
            "SELECT e.register AS Register, e.step AS Step, e.declared AS Declared, e.state AS State, "
            + "e.rows_done AS Done, e.rows_total AS Total, (SELECT COUNT(*) FROM registries_evolution_leftovers l "
            + "WHERE l.register = e.register AND l.step = e.step) AS Unread, e.applied_at AS AppliedAt, "
            + "e.started_at AS StartedAt, e.ended_at AS EndedAt FROM registries_evolution e "
            + "ORDER BY e.register, e.step DESC", transaction: session.Transaction,
            cancellationToken: cancellationToken));
        var kept = rows.Select(Step).ToList();
        if (kept.TrueForAll(s => s.State != StepStates.Filling)) return kept;
        var failed = await FailedAsync(cancellationToken);
        return
        [
            .. kept.Select(s => s.State == StepStates.Filling && failed.Contains(s.Register)
                ? s with { State = StepStates.Failed } : s),
        ];
    }

    // The registers whose newest job ended without an end of the work.
    private async Task<HashSet<string>> FailedAsync(CancellationToken cancellationToken)
    {
        var all = await jobs.ListAsync(FillJob.JobKind, JobsLooked, cancellationToken);
        return
        [
            .. all.DistinctBy(j => j.ArgsJson).Where(j => j.State is JobState.Failed or JobState.Cancelled)
                .Select(j => JsonSerializer.Deserialize<FillArgs>(j.ArgsJson)!.Register),
        ];
    }

    public async Task<IReadOnlyList<UnreadValue>> UnreadAsync(
        string register, CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var rows = await session.Connection.QueryAsync<UnreadRow>(new CommandDefinition(
            "SELECT step AS Step, row_id AS RowId, field AS Field, reason AS Reason, found_at AS FoundAt "
            + "FROM registries_evolution_leftovers WHERE register = @register ORDER BY step, row_id LIMIT @UnreadMax",
            new { register, UnreadMax }, session.Transaction, cancellationToken: cancellationToken));
        return
        [
            .. rows.Select(r => new UnreadValue(
                (int)r.Step, r.RowId, r.Field, r.Reason, Instant.FromMicros(r.FoundAt))),
        ];
    }

    public Task<Result<Done>> PauseAsync(
        string register, Caller caller, CancellationToken cancellationToken = default) => MoveAsync(
        register, StepStates.Filling, StepStates.Paused, "registries.evolution-paused", caller, cancellationToken);

    public Task<Result<Done>> ResumeAsync(
        string register, Caller caller, CancellationToken cancellationToken = default) => MoveAsync(
        register, StepStates.Paused, StepStates.Filling, "registries.evolution-resumed", caller, cancellationToken);

    private async Task<Result<Done>> MoveAsync(
        string register, string from, string to, string action, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.Has(PlatformPermissions.Jobs)) return EvolutionErrors.Forbidden();
        await using var session = await database.WriteAsync(cancellationToken);
        var moved = await session.Connection.ExecuteAsync(new CommandDefinition(
            "UPDATE registries_evolution SET state = @to WHERE register = @register AND state = @from",
            new { register, from, to }, session.Transaction, cancellationToken: cancellationToken));
        var isAgain = moved == 0 && to == StepStates.Filling
            && await IsFailedAsync(session, register, cancellationToken);
        if (moved == 0 && !isAgain) return EvolutionErrors.NothingToDo(register);
        session.Audit(new AuditEntry { Caller = caller, Action = action, Object = register });
        if (to == StepStates.Filling) await steps.QueueAsync(session, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return new Done();
    }

    private async Task<bool> IsFailedAsync(DbSession session, string register, CancellationToken cancellationToken) =>
        await session.Connection.ExecuteScalarAsync<long>(new CommandDefinition(
            "SELECT COUNT(*) FROM registries_evolution WHERE register = @register AND state = @Filling",
            new { register, StepStates.Filling }, session.Transaction, cancellationToken: cancellationToken)) > 0
        && (await FailedAsync(cancellationToken)).Contains(register);

    private static EvolutionStep Step(Row row)
    {
        var declared = JsonSerializer.Deserialize<RegisterChange>(row.Declared)!;
        return new(
            row.Register, (int)row.Step, declared.Kind.ToString().ToLowerInvariant(), declared.Field,
            declared.To is { } name ? [name] : declared.Into, row.State, row.Done, row.Total, row.Unread,
            Instant.FromMicros(row.AppliedAt), row.StartedAt is { } s ? Instant.FromMicros(s) : null,
            row.EndedAt is { } e ? Instant.FromMicros(e) : null);
    }

    private sealed record Row(
        string Register, long Step, string Declared, string State, long Done, long? Total, long Unread, long AppliedAt,
        long? StartedAt, long? EndedAt);

    private sealed record UnreadRow(long Step, string RowId, string Field, string Reason, long FoundAt);
}
