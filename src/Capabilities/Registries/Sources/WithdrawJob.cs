using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>What is withdrawn.</summary>
internal sealed record WithdrawArgs(string Register, string Source, string Reason, Caller Caller);

/// <summary>How far it is: the last row, and rows in all.</summary>
internal sealed record WithdrawState(string After, long Rows);

/// <summary>Takes back all that a source says, batch by batch; a kill at any moment loses and doubles
/// nothing.</summary>
internal sealed class WithdrawJob(RegisterTables tables, IDatabase database, WithdrawSource withdraw) : IJobHandler
{
    public const string JobKind = "registries.withdraw-source";

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var args = JsonSerializer.Deserialize<WithdrawArgs>(run.Job.ArgsJson)!;
        if (tables.Find(args.Register) is not { } table)
            throw new JobFailedException(RegistriesErrors.UnknownRegister());
        var state = run.Job.ProgressJson is { } json
            ? JsonSerializer.Deserialize<WithdrawState>(json)!
            : new("", 0);
        while (await LostRaces.RunAsync(_ => StepAsync(run, args, table, state, cancellationToken)) is { } next)
            state = next;
    }

    private async Task<WithdrawState?> StepAsync(
        IJobRun run, WithdrawArgs args, PhysicalTable table, WithdrawState state, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("checkpoint; what is withdrawn is audited by its own entry");
        var rows = await LinkStore.RowsOfAsync(
            session, args.Register, args.Source, state.After, SourceLimits.BatchRows);
        if (rows.Count == 0) return null;
        var open = (await RowCommands.FindPairsAsync(session, table.Name, "id", rows, cancellationToken))
            .Select(p => p.Id).Order(StringComparer.Ordinal).ToList();
        if (open.Count > 0)
        {
            var told = await withdraw.ApplyAsync(
                session, table.Register, open, args.Source, args.Reason, args.Caller, cancellationToken);
            if (!told.IsOk) throw new JobFailedException(told.Error);
        }
        var next = new WithdrawState(rows[^1], state.Rows + open.Count);
        await run.CheckpointAsync(session, JsonSerializer.Serialize(next), next.Rows, null, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return next;
    }
}
