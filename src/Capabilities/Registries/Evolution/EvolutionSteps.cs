using System.Text.Json;
using Dapper;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Evolution;

/// <summary>States of a step.</summary>
internal static class StepStates
{
    public const string Filling = "filling";
    public const string Paused = "paused";

    /// <summary>Not kept: work remains, and the job that did it has failed.</summary>
    public const string Failed = "failed";
    public const string Done = "done";
}

/// <summary>Takes the declared steps of change at start, and refuses a declaration that they do not explain.</summary>
internal sealed class EvolutionSteps(RegisterTables tables, IJobs jobs, TimeProvider time)
{
    /// <summary>Records the steps that are new, and tells the table what is still being worked out.
    /// <paramref name="columns"/> are those that were made, or null for a new register, whose steps are all
    /// past.</summary>
    public async Task TakeAsync(
        DbSession session, PhysicalTable table, IReadOnlySet<string>? columns, CancellationToken cancellationToken)
    {
        var register = table.Register;
        var taken = (await session.Connection.QueryAsync<Taken>(new CommandDefinition(
            "SELECT step AS Step, declared AS Declared, state AS State, applied_at AS AppliedAt "
            + "FROM registries_evolution WHERE register = @Name ORDER BY step",
            new { register.Name }, session.Transaction, cancellationToken: cancellationToken))).AsList();
        Check(register, taken);
        var now = time.GetUtcNow().ToMicros();
        var fresh = register.Changes.Where(c => taken.All(t => t.Step != c.Step)).ToList();
        if (columns is not null) CheckExplained(table, columns, fresh);
        foreach (var change in fresh)
        {
            var isFilling = columns is not null && TableEvolution.Fills(change);
            taken.Add(new(
                change.Step, Declared(change), isFilling ? StepStates.Filling : StepStates.Done, now));
            await session.Connection.ExecuteAsync(
                "INSERT INTO registries_evolution (register, step, kind, declared, state, position, rows_done, "
                + "applied_at, ended_at) VALUES (@Name, @Step, @kind, @declared, @State, '', 0, @now, @ended)",
                new
                {
                    register.Name, change.Step, kind = change.Kind.ToString().ToLowerInvariant(),
                    declared = Declared(change), taken[^1].State, now, ended = isFilling ? (long?)null : now,
                }, session.Transaction);
        }
        // Rows before the place reached lack the new step's values, so the walk begins again.
        if (fresh.Count > 0)
            await session.Connection.ExecuteAsync(
                "UPDATE registries_evolution SET position = '', rows_done = 0 "
                + "WHERE register = @Name AND state <> 'done'",
                new { register.Name }, session.Transaction);
        table.Evolution.AppliedAt = taken.ToDictionary(t => (int)t.Step, t => t.AppliedAt);
        table.Evolution.Filling = table.Evolution.MadeBy(
            taken.Where(t => t.State != StepStates.Done).Select(t => (int)t.Step).ToHashSet());
    }

    /// <summary>Queues the work for every register that has some and is not paused.</summary>
    public async Task QueueAsync(DbSession session, CancellationToken cancellationToken)
    {
        var waiting = (await session.Connection.QueryAsync<string>(
            "SELECT DISTINCT register FROM registries_evolution WHERE state = 'filling'",
            transaction: session.Transaction)).Where(name => tables.Find(name) is not null).ToList();
        if (waiting.Count == 0) return;
        var under = await jobs.ListAsync(FillJob.JobKind, cancellationToken: cancellationToken);
        foreach (var name in waiting)
        {
            var args = JsonSerializer.Serialize(new FillArgs(name));
            if (!under.Any(j => j.ArgsJson == args && j.State is JobState.Queued or JobState.Running))
                await jobs.EnqueueAsync(session, FillJob.JobKind, args, "system", cancellationToken);
        }
    }

    private static void Check(RegistryDeclaration register, IReadOnlyList<Taken> taken)
    {
        foreach (var step in taken)
        {
            var declared = register.Changes.FirstOrDefault(c => c.Step == step.Step);
            if (declared is null) throw new FaultException(EvolutionErrors.StepGone(register.Name, step.Step));
            if (Declared(declared) != step.Declared)
                throw new FaultException(EvolutionErrors.StepChanged(register.Name, step.Step));
        }
        var last = taken.Count == 0 ? 0 : taken[^1].Step;
        if (register.Changes.FirstOrDefault(c => c.Step < last && taken.All(t => t.Step != c.Step)) is { } late)
            throw new FaultException(EvolutionErrors.StepLate(register.Name, late.Step, last));
    }

    // Once a register tells its changes, it tells them all.
    private static void CheckExplained(
        PhysicalTable table, IReadOnlySet<string> columns, IReadOnlyList<RegisterChange> fresh)
    {
        if (table.Register.Changes.Count == 0) return;
        foreach (var field in table.Live.Where(f => !columns.Contains(f.Value.Name)))
            if (fresh.All(c => c.Step != field.Origin.Step))
                throw new FaultException(EvolutionErrors.Unexplained(table.Register.Name, field.Field.Name));
    }

    private static string Declared(RegisterChange change) => JsonSerializer.Serialize(change);

    private sealed record Taken(long Step, string Declared, string State, long AppliedAt);
}
