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

namespace Lingnan.Registries.Matching;

/// <summary>The desk where people decide which rows are one thing.</summary>
internal sealed class ReviewDesk(
    RegisterTables tables, IDatabase database, CaseStore cases, DecideIncoming incoming, RecordViews views, IJobs jobs,
    MonotonicClock clock) : IMatching
{
    public async Task<Result<MatchCases>> ListAsync(
        RegistryDeclaration register, string state, string? cursor, int limit, Caller caller,
        CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MatchingErrors.Forbidden();
        var after = 0L;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return RegistriesErrors.BadCursor();
        limit = Math.Clamp(limit, 1, MatchLimits.PageMax);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await CaseStore.ListAsync(
            session, register.Name, state, caller.Reach(RegistriesPermissions.Merge), after, limit + 1);
        var page = found.Take(limit).ToList();
        return new MatchCases(
            [.. page.Select(c => c.ToCase())],
            found.Count > limit ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<long> CountAsync(
        RegistryDeclaration register, Caller caller, CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await CaseStore.CountAsync(session, register.Name, caller.Reach(RegistriesPermissions.Merge));
    }

    public async Task<Result<MatchComparison>> GetAsync(
        string caseId, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MatchingErrors.Forbidden();
        await using var session = await database.ReadAsync(cancellationToken);
        var kept = await CaseStore.FindAsync(session, caseId);
        if (kept is null || tables.Find(kept.Register) is not { } table) return MatchingErrors.UnknownCase();
        if (!Reaches(caller, kept)) return RegistriesErrors.OutOfReach();
        var left = await ShowAsync(session, table, kept.LeftId, caller, cancellationToken);
        var right = !kept.IsIncoming ? await ShowAsync(session, table, kept.RightId, caller, cancellationToken)
            : kept.Incoming is { } sealedRow ? Masked(table, cases.Open(sealedRow), kept)
            : null;
        return new MatchComparison(kept.ToCase(), left, right, kept.Told);
    }

    public async Task<Result<MatchCase>> DecideAsync(
        string caseId, string decision, string reason, Caller caller, int? seenVersion = null,
        CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MatchingErrors.Forbidden();
        if (decision == MatchStates.Open || !MatchStates.All.Contains(decision))
            return MatchingErrors.UnknownDecision();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        return await LostRaces.RunAsync(
            _ => TryAsync(caseId, decision, why, caller, seenVersion, cancellationToken));
    }

    public async Task<Result<string>> FindDoublesAsync(
        RegistryDeclaration register, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Merge)) return MatchingErrors.Forbidden();
        if (register.Matching is null) return MatchingErrors.NotDeclared();
        await using var session = await database.WriteAsync(cancellationToken);
        var job = await jobs.EnqueueAsync(
            session, DoublesJob.JobKind, JsonSerializer.Serialize(new DoublesArgs(register.Name, caller)),
            caller.AccountId, cancellationToken);
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.doubles-search-begun", Object = register.Name,
            DetailJson = JsonSerializer.Serialize(new { job }),
        });
        await session.CommitAsync(cancellationToken);
        return Result<string>.Ok(job);
    }

    private async Task<Result<MatchCase>> TryAsync(
        string caseId, string decision, string reason, Caller caller, int? seenVersion,
        CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var kept = await CaseStore.FindAsync(session, caseId);
        if (kept is null || tables.Find(kept.Register) is not { } table) return MatchingErrors.UnknownCase();
        if (!Reaches(caller, kept)) return RegistriesErrors.OutOfReach();
        // Who comes second is told, rather than undoing what the first one decided.
        if (kept.State is not (MatchStates.Open or MatchStates.Later)) return MatchingErrors.Decided(kept.State);
        if (decision == MatchStates.Same && !kept.IsIncoming) return MatchingErrors.MergeInstead();
        if (decision == MatchStates.TurnedAway && !kept.IsIncoming) return MatchingErrors.NothingToTurnAway();
        if (await ChangedSinceAsync(session, table, kept.LeftId, seenVersion, cancellationToken) is { } changed)
            return changed;
        await CaseStore.DecideAsync(
            session, kept.Id, decision, reason, caller, clock.Now().ToMicros(),
            keepRow: decision == MatchStates.Later);
        if (kept.IsIncoming && decision is (MatchStates.Same or MatchStates.Different)
            && await incoming.ApplyAsync(
                session, table, kept, decision, reason, caller, cancellationToken) is { } fault)
            return fault;
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.match-decided", Object = $"{kept.Register}/{kept.LeftId}",
            DetailJson = JsonSerializer.Serialize(new { pair = kept.Id, decision, reason }),
        });
        await session.CommitAsync(cancellationToken);
        await using var read = await database.ReadAsync(cancellationToken);
        return (await CaseStore.FindAsync(read, caseId))!.ToCase();
    }

    private static async Task<Error?> ChangedSinceAsync(
        DbSession session, PhysicalTable table, string id, int? seen, CancellationToken cancellationToken)
    {
        if (seen is not { } version) return null;
        var rows = await RowCommands.FindAsync(session, table, "id", [id], cancellationToken);
        return rows is [var row] && row.Version != version
            ? RegistriesErrors.VersionMismatch(version, row.Version)
            : null;
    }

    private static bool Reaches(Caller caller, KeptCase kept) =>
        caller.Has(RegistriesPermissions.Merge, kept.LeftRegion)
        && (kept.RightRegion is null && kept.IsIncoming || caller.Has(RegistriesPermissions.Merge, kept.RightRegion));

    private async Task<Record?> ShowAsync(
        DbSession session, PhysicalTable table, string id, Caller caller, CancellationToken cancellationToken)
    {
        if (ReadScope.Of(table.Register, caller with { PersonId = null }, false, null) is not { IsOk: true } scope)
            return null;
        var rows = await RowCommands.FindAsync(session, table, "id", [id], cancellationToken);
        if (rows.Count == 0 || rows[0].ClosedAt is not null) return null;
        return (await views.ShowAsync(session, table, rows, scope.Value, cancellationToken))[0]?.Record;
    }

    private static Record Masked(PhysicalTable table, Dictionary<string, string?> texts, KeptCase kept)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var masked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in table.Register.Fields)
        {
            if (!texts.TryGetValue(field.Name, out var text) || text is null) continue;
            var value = Canonical.Value(field, text);
            if (value is not null && Masking.IsPersonal(field))
            {
                value = Masking.Mask(field, value);
                masked.Add(field.Name);
            }
            values[field.Name] = value;
        }
        return new Record("", 0, Instant.FromMicros(kept.CreatedAt), "", values, masked);
    }
}
