using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Matching;
using Lingnan.Registries.Matching.Model;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Import;

/// <summary>
/// Brings a kept file into a register, batch by batch. Rows, refusals and the checkpoint of a batch are committed
/// together, so a kill at any moment neither loses nor doubles a row.
/// </summary>
internal sealed class ImportJob(
    IRegisters registers, IDatabase database, IFileStore files, UpsertRecord rules,
    ImportStore store,
    MatchIncoming matching, SourceWrites sources, RegisterTables tables) : IJobHandler
{
    public const string JobKind = "registries.import";

    // Two imports into one register would fight for the same keys; the second waits for the first. One process at a
    // time has the city's folder and database (CityLock, DatabaseLock), so it is enough to wait within the process.
    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Turns = new();

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        var args = JsonSerializer.Deserialize<ImportArgs>(run.Job.ArgsJson)!;
        var turn = Turns.GetOrAdd(args.Request.Register, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellationToken);
        try
        {
            await ImportAsync(run, args, cancellationToken);
        }
        catch (TableFault fault)
        {
            await FailAsync(run.Job.Id, fault.Error, cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    private async Task ImportAsync(IJobRun run, ImportArgs args, CancellationToken cancellationToken)
    {
        var register = args.Request.Register.Split(':') is [var pack, var table] ? registers.Find(pack, table) : null;
        if (register is null) throw new TableFault(RegistriesErrors.UnknownRegister());
        // A city that stood still for longer than files are kept comes back without them.
        if (!files.Exists(args.Request.FileHash)) throw new TableFault(ImportErrors.FileGone());
        await using var reader = await TableFiles.OpenAsync(
            files.Open(args.Request.FileHash), args.Request.FileName, register, cancellationToken);
        var map = ColumnMap.Recognise(register, reader.Headers, args.Request.Columns);
        if (!map.IsOk) throw new TableFault(map.Error);
        if (args.Request.Match && register.Matching is null) throw new TableFault(MatchingErrors.NotDeclared());
        if (SourceRules.Check(register, args.Request.Source) is { } unknown) throw new TableFault(unknown);
        IReadOnlyList<string> free = args.Request.Match ? [.. register.Matching!.Certain, .. register.Key] : [];
        if (reader.Format != "jsonl" && args.Request.Source is null
            && map.Value.Missing(register).Except(free).ToList() is { Count: > 0 } missing)
            throw new TableFault(
                ImportErrors.MissingColumns(string.Join("、", missing.Select(m => register.Field(m).Title.ToString()))));

        var state = ImportState.Of(run.Job.ProgressJson);
        var batch = new Batch(run, args, register, map.Value);
        // While a batch is written the next ones are read and checked.
        var from = state.LastLine;
        await foreach (var chunk in Ahead.RunAsync(
            () => ReadAsync(batch, reader, from, cancellationToken), ImportLimits.BatchesAhead, cancellationToken))
            state = await WriteAsync(batch, chunk, state, cancellationToken);
        await ForgetNotesAsync(run.Job.Id, cancellationToken);
    }

    /// <summary>Rows of one batch, checked by themselves.</summary>
    private sealed record Chunk(
        IReadOnlyList<TableRow> Read, List<ValidRow> Valid, List<RefusedRow> Refused, long Bytes);

    private async IAsyncEnumerable<Chunk> ReadAsync(
        Batch batch, ITableReader reader, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pending = new List<TableRow>(ImportLimits.BatchRows);
        await foreach (var row in reader.ReadAsync(cancellationToken))
        {
            if (row.Line <= after) continue;
            pending.Add(row);
            if (pending.Count < ImportLimits.BatchRows) continue;
            yield return Check(batch, pending, reader.BytesRead);
            pending = new List<TableRow>(ImportLimits.BatchRows);
        }
        if (pending.Count > 0) yield return Check(batch, pending, reader.BytesRead);
    }

    private sealed record Batch(IJobRun Run, ImportArgs Args, RegistryDeclaration Register, ColumnMap Map)
    {
        public string JobId => Run.Job.Id;

        public bool IsDry => Args.Request.DryRun;

        public bool IsAlone { get; init; }

        public BatchOptions Options => new()
        {
            Caller = Args.Caller, ImportId = JobId, UpdateExisting = Args.Request.UpdateExisting,
            Reason = Args.Request.Reason,
            IsAlone = IsAlone,
        };
    }

    private async Task<ImportState> WriteAsync(
        Batch batch, Chunk chunk, ImportState state, CancellationToken cancellationToken)
    {
        var next = await LostRaces.RunAsync(
            hasLost => TryWriteAsync(batch with { IsAlone = hasLost }, chunk, state, cancellationToken));
        if (next.Refused >= ImportLimits.RefusedRowsMax && next.Refused * ImportLimits.RefusedShareMax > next.Rows)
            throw new TableFault(ImportErrors.TooManyRefused());
        return next;
    }

    private async Task<ImportState> TryWriteAsync(
        Batch batch, Chunk chunk, ImportState state, CancellationToken cancellationToken)
    {
        var read = chunk.Read;
        var (valid, pairs, matched) = await RouteAsync(batch, chunk.Valid, cancellationToken);
        // A second try after a lost race starts from what the rows say by themselves.
        var refused = chunk.Refused.ToList();
        var dryOutcome = batch.IsDry ? await TryAsync(batch, valid, cancellationToken) : null;

        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("report and checkpoint; the rows are audited by their own entry");
        var written = dryOutcome
            ?? (valid.Count == 0 ? [] : await sources.WriteBatchAsync(
                session, batch.Register, valid, batch.Options, cancellationToken));
        if (batch.IsDry) written = await JudgeByKeysAsync(session, batch, valid, written);
        var byLine = read.ToDictionary(r => r.Line);
        for (var i = 0; i < written.Count; i++)
            if (written[i].Outcome == RowOutcome.Refused)
                refused.Add(new RefusedRow(byLine[valid[i].Line], Told(batch, valid[i], written[i].Faults)));
        refused.Sort((a, b) => a.Row.Line.CompareTo(b.Row.Line));

        var next = Advance(state, read, written, refused.Count) with
        {
            Matched = state.Matched + matched, Review = state.Review + pairs.Count,
        };
        if (!batch.IsDry)
            foreach (var pair in pairs) await CaseStore.AddAsync(session, pair);
        await store.AddRefusedAsync(session, batch.JobId, batch.Map, refused, cancellationToken);
        await batch.Run.CheckpointAsync(session, JsonSerializer.Serialize(next), chunk.Bytes, null, cancellationToken);
        await session.CommitAsync(cancellationToken);
        return next;
    }

    // A row that nothing names and that is like no other needs more than the words that a field is required.
    private IReadOnlyList<FieldFault> Told(Batch batch, ValidRow row, IReadOnlyList<FieldFault> faults) =>
        batch.Args.Request.Match && MatchIncoming.LacksKey(tables.Of(batch.Register), row)
            ?
            [
                .. faults.Select(f => f.Field is { } name && batch.Register.Key.Contains(name)
                    && f.Error.Code == RegistriesErrors.Required().Code
                    ? f with { Error = MatchingErrors.NothingSimilar() }
                    : f),
            ]
            : faults;

    private Chunk Check(Batch batch, List<TableRow> read, long bytes)
    {
        var (valid, refused) = CheckedRows.Of(
            batch.Register, batch.Map, read, rules.Context(), batch.Args.Request.Match, batch.Args.Request.Source);
        return new(read, valid, refused, bytes);
    }

    // Before the batch is written, so that the only writer of the embedded engine is not held while rows are compared.
    private async Task<(List<ValidRow> Valid, List<KeptCase> Pairs, int Matched)> RouteAsync(
        Batch batch, List<ValidRow> valid, CancellationToken cancellationToken)
    {
        if (!batch.Args.Request.Match || valid.Count == 0) return (valid, [], 0);
        await using var session = await database.ReadAsync(cancellationToken);
        var named = await sources.NameAsync(session, tables.Of(batch.Register), valid, cancellationToken);
        var routed = await matching.RouteAsync(
            session, tables.Of(batch.Register), named, batch.JobId, cancellationToken);
        return ([.. routed.Where(r => r.Pair is null).Select(r => r.Row)],
            [.. routed.Select(r => r.Pair).OfType<KeptCase>()], routed.Count(r => r.Decision == MatchDecision.Match));
    }

    // A trial writes for real and then lets everything go, so that it finds just what the import would.
    private async Task<IReadOnlyList<RowWritten>> TryAsync(
        Batch batch, List<ValidRow> valid, CancellationToken cancellationToken)
    {
        if (valid.Count == 0) return [];
        await using var session = await database.WriteAsync(cancellationToken);
        return await sources.WriteBatchAsync(session, batch.Register, valid, batch.Options, cancellationToken);
    }

    // What earlier batches of a trial would have left behind: their keys, for rows that repeat or refer to them.
    private async Task<IReadOnlyList<RowWritten>> JudgeByKeysAsync(
        DbSession session, Batch batch, List<ValidRow> valid, IReadOnlyList<RowWritten> written)
    {
        var found = written.ToList();
        for (var i = 0; i < valid.Count; i++)
        {
            if (found[i].Outcome == RowOutcome.Refused)
            {
                if (!await RefersToTriedAsync(session, batch, valid[i], found[i].Faults)) continue;
                found[i] = new RowWritten(RowOutcome.Created, null, []);
            }
            var first = await ImportStore.SeenKeyAsync(
                session, batch.JobId, KeyHash(batch.Register, valid[i]), valid[i].Line);
            if (first is { } line)
                found[i] = new RowWritten(
                    RowOutcome.Refused, null, [new FieldFault(null, RegistriesErrors.DuplicateInFile(line))]);
        }
        return found;
    }

    // True when all that is wrong are references to rows of this register that stand higher in the same file.
    private async Task<bool> RefersToTriedAsync(
        DbSession session, Batch batch, ValidRow row, IReadOnlyList<FieldFault> faults)
    {
        var register = batch.Register;
        if (register.Key.Count != 1) return false;
        foreach (var fault in faults)
        {
            if (fault.Error.Code != RegistriesErrors.UnknownReference(register.Title).Code) return false;
            if (fault.Field is not { } name || register.Field(name).Target != register.Name) return false;
            if (row.Values.GetValueOrDefault(name) is not string text) return false;
            var key = FieldParser.Parse(register.Field(register.Key[0]), text, rules.Context() with { LookUp = true });
            if (!key.IsOk
                || !await ImportStore.IsKeySeenAsync(
                    session, batch.JobId, KeyHash(Canonical.Text(key.Value)))) return false;
        }
        return faults.Count > 0;
    }

    private static string KeyHash(RegistryDeclaration register, ValidRow row) =>
        KeyHash(row.Id
            ?? string.Join('\u001f', register.Key.Select(k => Canonical.Text(row.Values.GetValueOrDefault(k)))));

    private static string KeyHash(string? key) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key ?? "")));

    private static ImportState Advance(
        ImportState state, IReadOnlyList<TableRow> read, IReadOnlyList<RowWritten> written, int refused) => new(
        read[^1].Line,
        state.Rows + read.Count,
        state.Created + written.Count(w => w.Outcome == RowOutcome.Created),
        state.Changed + written.Count(w => w.Outcome == RowOutcome.Changed),
        state.Unchanged + written.Count(w => w.Outcome == RowOutcome.Unchanged),
        state.Refused + refused);

    private async Task ForgetNotesAsync(string jobId, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("working notes of an import that has ended");
        await ImportStore.ForgetKeysAsync(session, jobId);
        await SeenRows.ForgetAsync(session, jobId);
        await session.CommitAsync(cancellationToken);
    }

    private async Task FailAsync(string jobId, Error error, CancellationToken cancellationToken)
    {
        await using (var session = await database.WriteAsync(cancellationToken))
        {
            session.Unaudited("why an import stopped; the job's end is its own entry");
            await ImportStore.SetErrorAsync(session, jobId, error);
            await ImportStore.ForgetKeysAsync(session, jobId);
            await SeenRows.ForgetAsync(session, jobId);
            await session.CommitAsync(cancellationToken);
        }
        throw new JobFailedException(error);
    }
}
