using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Sources;

namespace Lingnan.Registries.Import;

/// <summary>Imports as officers use them.</summary>
internal sealed class Imports(
    IRegisters registers, IDatabase database, IFileStore files, IJobs jobs, RefusedFile refusedFile,
    MonotonicClock clock) : IImports
{
    private const int ListMax = 100;

    public async Task<Result<(string FileHash, ImportPreview Preview)>> UploadAsync(
        string register, string fileName, Stream content, Caller caller, CancellationToken cancellationToken = default)
    {
        if (Allowed(register, caller) is { } refusal) return refusal;
        var kept = await files.SaveAsync(content, ImportLimits.FileBytesMax, cancellationToken);
        if (!kept.IsOk) return kept.Error;
        var preview = await PreviewAsync(register, fileName, kept.Value.Hash, caller, cancellationToken);
        return preview.IsOk ? (kept.Value.Hash, preview.Value) : preview.Error;
    }

    public async Task<Result<ImportPreview>> PreviewAsync(
        string register, string fileName, string fileHash, Caller caller, CancellationToken cancellationToken = default)
    {
        if (Allowed(register, caller) is { } refusal) return refusal;
        if (!IsKept(fileHash)) return ImportErrors.NoFile();
        var declared = Find(register)!;
        try
        {
            await using var reader = await TableFiles.OpenAsync(
                files.Open(fileHash), fileName, declared, cancellationToken);
            var map = ColumnMap.Recognise(declared, reader.Headers, null);
            if (!map.IsOk) return map.Error;
            var sample = new List<IReadOnlyList<string?>>();
            await foreach (var row in reader.ReadAsync(cancellationToken))
            {
                sample.Add([.. row.Cells.Select(c => Shown(c.Text))]);
                if (sample.Count == ImportLimits.SampleRows) break;
            }
            var missing = reader.Format == "jsonl" ? [] : map.Value.Missing(declared);
            return new ImportPreview(
                reader.Format, reader.Encoding, reader.Delimiter, map.Value.Columns, sample, missing);
        }
        catch (TableFault fault)
        {
            return fault.Error;
        }
    }

    public async Task<Result<string>> StartAsync(
        ImportRequest request, Caller caller, CancellationToken cancellationToken = default)
    {
        if (Allowed(request.Register, caller) is { } refusal) return refusal;
        if (!IsKept(request.FileHash)) return ImportErrors.NoFile();
        if (UpsertRecord.CheckReason(request.Reason) is { } bad) return bad;
        if (SourceRules.Check(Find(request.Register)!, request.Source) is { } unknown) return unknown;
        await using var file = files.Open(request.FileHash);
        await using var session = await database.WriteAsync(cancellationToken);
        var id = await jobs.EnqueueAsync(
            session, ImportJob.JobKind, JsonSerializer.Serialize(new ImportArgs(request, caller)), caller.AccountId,
            cancellationToken);
        await ImportStore.AddAsync(session, id, request, file.Length, caller, clock.Now().ToMicros());
        session.Audit(new AuditEntry
        {
            Caller = caller,
            Action = "registries.import-started",
            Object = request.Register,
            DetailJson = JsonSerializer.Serialize(
                new { import = id, file = request.FileHash, bytes = file.Length, dryRun = request.DryRun }),
        });
        await session.CommitAsync(cancellationToken);
        return id;
    }

    public async Task<Result<Contracts.Import>> GetAsync(
        string jobId, Caller caller, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(jobId, caller, cancellationToken);
        return found.IsOk ? await ShowAsync(found.Value, cancellationToken) : found.Error;
    }

    public async Task<Result<IReadOnlyList<Contracts.Import>>> ListAsync(
        string? register, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Import)) return ImportErrors.Forbidden();
        await using var session = await database.ReadAsync(cancellationToken);
        var kept = await ImportStore.ListAsync(session, register, SeesAll(caller) ? null : caller.AccountId, ListMax);
        var shown = new List<Contracts.Import>(kept.Count);
        foreach (var import in kept) shown.Add(await ShowAsync(import, cancellationToken));
        return shown;
    }

    public Task<Result<IReadOnlyList<RefusedValue>>> RefusedAsync(
        string jobId, long fromLine, int limit, Caller caller, CancellationToken cancellationToken = default) =>
        OfAsync<IReadOnlyList<RefusedValue>>(jobId, caller, async session =>
        {
            var faults = await ImportStore.FaultsAsync(
                session, jobId, fromLine, Math.Clamp(limit, 1, ImportLimits.RefusedPageMax));
            return [.. faults.Select(f => f.ToRefused())];
        }, cancellationToken);

    public Task<Result<IReadOnlyList<(string? Column, string Code, long Count)>>> RefusedByRuleAsync(
        string jobId, Caller caller, CancellationToken cancellationToken = default) =>
        OfAsync(jobId, caller, session => ImportStore.RulesAsync(session, jobId), cancellationToken);

    public async Task<Result<string>> FindRefusedFormatAsync(
        string jobId, Caller caller, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(jobId, caller, cancellationToken);
        if (!found.IsOk) return found.Error;
        var request = JsonSerializer.Deserialize<ImportRequest>(found.Value.Request)!;
        return await refusedFile.FindFormatAsync(request, Find(request.Register)!, cancellationToken);
    }

    public async Task<Result<Done>> WriteRefusedAsync(
        string jobId, Stream target, Caller caller, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(jobId, caller, cancellationToken);
        if (!found.IsOk) return found.Error;
        var request = JsonSerializer.Deserialize<ImportRequest>(found.Value.Request)!;
        if (!files.Exists(request.FileHash)) return ImportErrors.FileGone();
        await using (var session = await database.WriteAsync(cancellationToken))
        {
            session.Audit(new AuditEntry
            {
                Caller = caller, Action = "registries.refused-rows-taken", Object = $"{found.Value.Register} {jobId}",
            });
            await session.CommitAsync(cancellationToken);
        }
        await refusedFile.WriteAsync(jobId, request, Find(request.Register)!, target, cancellationToken);
        return Done.Value;
    }

    public async Task<Result<Done>> CancelAsync(
        string jobId, Caller caller, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(jobId, caller, cancellationToken);
        if (!found.IsOk) return found.Error;
        await jobs.CancelAsync(jobId, cancellationToken);
        return Done.Value;
    }

    private async Task<Result<T>> OfAsync<T>(
        string jobId, Caller caller, Func<DbSession, Task<T>> read, CancellationToken cancellationToken)
    {
        var found = await FindAsync(jobId, caller, cancellationToken);
        if (!found.IsOk) return found.Error;
        await using var session = await database.ReadAsync(cancellationToken);
        return Result<T>.Ok(await read(session));
    }

    private async Task<Result<ImportStore.KeptImport>> FindAsync(
        string jobId, Caller caller, CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Import)) return ImportErrors.Forbidden();
        await using var session = await database.ReadAsync(cancellationToken);
        return await ImportStore.FindAsync(session, jobId) is { } kept
            && (SeesAll(caller) || kept.OwnerId == caller.AccountId)
            ? kept
            : ImportErrors.NotFound();
    }

    // Refused rows hold whole values of any town; only those who import for the whole city see those of others.
    private static bool SeesAll(Caller caller) => caller.Has(RegistriesPermissions.Import, null);

    private async Task<Contracts.Import> ShowAsync(ImportStore.KeptImport kept, CancellationToken cancellationToken)
    {
        var job = await jobs.FindAsync(kept.JobId, cancellationToken);
        var state = ImportState.Of(job?.ProgressJson);
        var error = kept.Error is { } json ? ImportStore.ReadError(json)
            : job?.ErrorCode is { } code ? new Error(code)
            : null;
        double? progress = job is null || kept.FileBytes == 0 ? null
            : job.EndedAt is null ? Math.Min(1, (double)job.Done / kept.FileBytes)
            : 1;
        return new Contracts.Import(
            kept.JobId, JsonSerializer.Deserialize<ImportRequest>(kept.Request)!, job?.State ?? JobState.Done, error,
            state.Rows, state.Created,
            state.Changed, state.Unchanged, state.Refused, kept.StartedBy, Instant.FromMicros(kept.CreatedAt),
            job?.EndedAt, progress)
        {
            Matched = state.Matched, Review = state.Review,
        };
    }

    private Error? Allowed(string register, Caller caller) =>
        !caller.Has(RegistriesPermissions.Import) ? ImportErrors.Forbidden()
        : Find(register) is null ? RegistriesErrors.UnknownRegister()
        : null;

    private RegistryDeclaration? Find(string register) =>
        register.Split(':') is [var pack, var table] ? registers.Find(pack, table) : null;

    private bool IsKept(string hash) => hash.Length == 64 && hash.All(char.IsAsciiHexDigitLower) && files.Renew(hash);

    // A geometry is thousands of characters long; its beginning tells what it is.
    private static string? Shown(string? text) => text is { Length: > 1000 } ? text[..100] + "…" : text;
}
