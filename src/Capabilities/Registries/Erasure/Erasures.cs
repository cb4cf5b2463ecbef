using System.Globalization;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Erasure;

/// <summary>Erasures take two: one who asks with a legal basis, and another who decides.</summary>
internal sealed class Erasures(
    RegisterTables tables, IDatabase database, ErasePerson erase, IdSource ids, MonotonicClock clock) : IErasures
{
    public async Task<Result<PersonErasure>> AskAsync(
        RegistryDeclaration register, string subjectId, string basis, string caseNumber, string reason, Caller caller,
        CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Erase)) return ErasureErrors.Forbidden();
        if (!register.IsPersons) return ErasureErrors.NotPersons();
        if (!ErasureBases.All.Contains(basis)) return ErasureErrors.UnknownBasis();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        if (ReadScope.CheckPurpose(caller, new AccessPurpose(why, caseNumber)) is { } wrong) return wrong;
        await using var session = await database.WriteAsync(cancellationToken);
        if (await CheckAsync(session, register, subjectId, caller, cancellationToken) is { } error) return error;
        if (await ErasureStore.IsAskedAsync(session, subjectId)) return ErasureErrors.AskedAlready();
        var asked = new KeptErasure
        {
            Id = ids.Next("er"), Register = register.Name, SubjectId = subjectId, Basis = basis,
            CaseNumber = caseNumber.Trim(), Reason = why, State = ErasureStates.Asked, AskedBy = caller.Name,
            AskerId = caller.AccountId, AskedAt = clock.Now().ToMicros(),
        };
        await ErasureStore.AddAsync(session, asked);
        session.Audit(Entry(caller, "registries.erasure-asked", asked, new { basis, reason = why }));
        await session.CommitAsync(cancellationToken);
        return asked.ToErasure();
    }

    public async Task<Result<PersonErasure>> DecideAsync(
        string id, bool approve, string reason, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Erase)) return ErasureErrors.Forbidden();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        await using var session = await database.WriteAsync(cancellationToken);
        if (await ErasureStore.FindAsync(session, id) is not { } kept) return ErasureErrors.NotFound();
        if (kept.State != ErasureStates.Asked) return ErasureErrors.Decided();
        if (kept.AskerId == caller.AccountId) return ErasureErrors.Own();
        if (tables.Find(kept.Register) is not { } table) return RegistriesErrors.UnknownRegister();
        if (await CheckAsync(session, table.Register, kept.SubjectId, caller, cancellationToken) is { } error)
            return error;
        var (rows, versions) = approve
            ? await erase.RunAsync(session, kept, caller, why, cancellationToken)
            : (0, 0);
        await ErasureStore.DecideAsync(session, new KeptErasure
        {
            Id = id, State = approve ? ErasureStates.Done : ErasureStates.Refused, DecidedBy = caller.Name,
            DeciderId = caller.AccountId, DecidedAt = clock.Now().ToMicros(), DecisionReason = why,
            ErasedRows = rows, ErasedVersions = versions,
        });
        session.Audit(Entry(
            caller, approve ? "registries.person-erased" : "registries.erasure-refused", kept,
            new { erasure = id, basis = kept.Basis, reason = why, rows, versions }));
        var decided = (await ErasureStore.FindAsync(session, id))!.ToErasure();
        await session.CommitAsync(cancellationToken);
        return decided;
    }

    public async Task<Result<ErasurePage>> ListAsync(
        string state, string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!caller.Has(RegistriesPermissions.Erase)) return ErasureErrors.Forbidden();
        if (!ErasureStates.All.Contains(state)) return ErasureErrors.UnknownState();
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out before))
            return RegistriesErrors.BadCursor();
        limit = Math.Clamp(limit, 1, ErasureLimits.PageMax);
        await using var session = await database.ReadAsync(cancellationToken);
        var found = await ErasureStore.ListAsync(session, state, before, limit + 1);
        var page = found.Take(limit).ToList();
        return new ErasurePage(
            [.. page.Select(e => e.ToErasure())],
            found.Count > limit ? page[^1].Seq.ToString(CultureInfo.InvariantCulture) : null);
    }

    // The person must be there, within reach, and be themself: a row merged away is erased with the one it went into.
    private async Task<Error?> CheckAsync(
        DbSession session, RegistryDeclaration register, string subjectId, Caller caller,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        var row = (await RowCommands.FindAsync(session, table, "id", [subjectId], cancellationToken))
            .FirstOrDefault();
        if (row is null) return RegistriesErrors.RowNotFound();
        if (!caller.Has(RegistriesPermissions.Erase, Cells.Region(table, row.Cells)))
            return RegistriesErrors.OutOfReach();
        if (EraseRows.IsErased(row)) return ErasureErrors.RowErased();
        return await MergeLog.SurvivorOfAsync(session, register.Name, subjectId) is { } into
            ? MergingErrors.MergedInto(into)
            : null;
    }

    private static AuditEntry Entry(Caller caller, string action, KeptErasure erasure, object detail) => new()
    {
        Caller = caller, Action = action, Object = $"{erasure.Register}/{erasure.SubjectId}",
        SubjectId = erasure.SubjectId, CaseNumber = erasure.CaseNumber,
        DetailJson = JsonSerializer.Serialize(detail),
    };
}
