using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Merging;

/// <summary>Merges and their undoing, each in one session; a trial is the same session let go.</summary>
internal sealed class Merges(
    RegisterTables tables, IDatabase database, MergeRows merge, UnmergeRows unmerge, RecordViews views) : IMerges
{
    public Task<Result<MergeOutcome>> PreviewAsync(
        RegistryDeclaration register, MergeRequest request, Caller caller,
        CancellationToken cancellationToken = default) =>
        RunAsync(register, request with { Reason = "?" }, caller, isTrial: true, cancellationToken);

    public Task<Result<MergeOutcome>> MergeAsync(
        RegistryDeclaration register, MergeRequest request, Caller caller,
        CancellationToken cancellationToken = default) =>
        RunAsync(register, request, caller, isTrial: false, cancellationToken);

    public Task<Result<UnmergeOutcome>> PreviewUndoAsync(
        string mergeId, Caller caller, CancellationToken cancellationToken = default) =>
        UndoAsync(mergeId, "?", caller, isTrial: true, cancellationToken);

    public Task<Result<UnmergeOutcome>> UndoAsync(
        string mergeId, string reason, Caller caller, CancellationToken cancellationToken = default) =>
        UndoAsync(mergeId, reason, caller, isTrial: false, cancellationToken);

    public async Task<Result<Merge>> GetAsync(
        string mergeId, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MergingErrors.Forbidden();
        await using var session = await database.ReadAsync(cancellationToken);
        return await MergeLog.FindAsync(session, mergeId) is { } kept ? kept.ToMerge() : MergingErrors.UnknownMerge();
    }

    public async Task<Result<IReadOnlyList<Merge>>> OfAsync(
        RegistryDeclaration register, string rowId, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Read)) return RegistriesErrors.ReadForbidden();
        await using var session = await database.ReadAsync(cancellationToken);
        return (await MergeLog.OfAsync(session, register.Name, rowId)).Select(m => m.ToMerge()).ToList();
    }

    public async Task<string?> SurvivorOfAsync(
        RegistryDeclaration register, string rowId, CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await MergeLog.SurvivorOfAsync(session, register.Name, rowId);
    }

    private async Task<Result<MergeOutcome>> RunAsync(
        RegistryDeclaration register, MergeRequest request, Caller caller, bool isTrial,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MergingErrors.Forbidden();
        if (Reason(request.Reason) is { IsOk: false } bad) return bad.Error;
        var table = tables.Of(register);
        return await GuardAsync(async session =>
        {
            var done = await merge.RunAsync(
                session, table, request with { Reason = request.Reason.Trim() }, caller, cancellationToken);
            var shown = await ShowAsync(session, table, [request.SurvivorId], caller, cancellationToken);
            return new MergeOutcome(
                isTrial ? null : done.Merge.Id, shown[0], done.Taken, Repointing.Count(done.Moves));
        }, isTrial, cancellationToken);
    }

    private async Task<Result<UnmergeOutcome>> UndoAsync(
        string mergeId, string reason, Caller caller, bool isTrial, CancellationToken cancellationToken)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MergingErrors.Forbidden();
        if (Reason(reason) is { IsOk: false } bad) return bad.Error;
        return await GuardAsync(async session =>
        {
            if (await MergeLog.FindAsync(session, mergeId) is not { } kept
                || tables.Find(kept.Register) is not { } table)
                throw new MergeStop(MergingErrors.UnknownMerge());
            var done = await unmerge.RunAsync(session, table, kept, reason.Trim(), caller, cancellationToken);
            var shown = await ShowAsync(
                session, table, [kept.SurvivorId, kept.LoserId], caller, cancellationToken);
            return new UnmergeOutcome(
                kept.Id, shown[0], shown[1], done.Reverted, done.Kept, Repointing.Count(done.Back),
                Repointing.Count(done.Staying));
        }, isTrial, cancellationToken);
    }

    private async Task<Result<T>> GuardAsync<T>(
        Func<DbSession, Task<T>> work, bool isTrial, CancellationToken cancellationToken)
    {
        try
        {
            return await LostRaces.RunAsync(async _ =>
            {
                await using var session = await database.WriteAsync(cancellationToken);
                var outcome = await work(session);
                if (!isTrial) await session.CommitAsync(cancellationToken);
                return Result<T>.Ok(outcome);
            });
        }
        catch (MergeStop stop)
        {
            return stop.Error;
        }
    }

    // Masked, as any reader without a purpose sees them.
    private async Task<IReadOnlyList<Record?>> ShowAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<string> ids, Caller caller,
        CancellationToken cancellationToken)
    {
        if (ReadScope.Of(table.Register, caller with { PersonId = null }, false, null) is not { IsOk: true } scope)
            return [.. ids.Select(_ => (Record?)null)];
        var rows = (await RowCommands.FindAsync(session, table, "id", [.. ids], cancellationToken))
            .ToDictionary(r => r.Id);
        var shown = await views.ShowAsync(
            session, table, [.. ids.Select(i => rows[i])], scope.Value, cancellationToken);
        return [.. shown.Select(v => v?.Record)];
    }

    private static Result<Done> Reason(string reason)
    {
        if (TextRules.Trim(reason) is null) return RegistriesErrors.ReasonMissing();
        return UpsertRecord.CheckReason(reason) is { } bad ? bad : Done.Value;
    }
}
