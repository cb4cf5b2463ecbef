using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Raises a doubt about a value (校核). The value goes on being served, so nobody waits for the
/// answer.</summary>
internal sealed class RaiseDoubt(
    RegisterTables tables, IDatabase database, UpsertRecord rules, SourceWrites writes, SourceSeals seals,
    DoubtFlags flags, IdSource ids, MonotonicClock clock)
{
    public async Task<Result<SourceDoubt>> RunAsync(
        RegistryDeclaration register, string id, string field, string? proposed, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        if (!caller.IsKnown) return RegistriesErrors.SignedOut();
        if (caller.PersonId is null && caller.Reach(RegistriesPermissions.Read).Count == 0)
            return RegistriesErrors.ReadForbidden();
        if (register.Fields.All(f => f.Name != field)) return SourceErrors.UnknownField();
        if (TextRules.Trim(reason) is not { } why) return RegistriesErrors.ReasonMissing();
        if (UpsertRecord.CheckReason(why) is { } bad) return bad;
        var text = TextRules.Trim(proposed);
        if (text is not null && Canonicalised(register, field, ref text) is { } fault)
            return SourceErrors.ValueRefused(field, fault.Code);
        var raised = await LostRaces.RunAsync(_ => TryAsync(register, id, field, text, why, caller, cancellationToken));
        if (raised.IsOk) await flags.RenewAsync(cancellationToken);
        return raised;
    }

    private async Task<Result<SourceDoubt>> TryAsync(
        RegistryDeclaration register, string id, string field, string? proposed, string reason, Caller caller,
        CancellationToken cancellationToken)
    {
        var table = tables.Of(register);
        await using var session = await database.WriteAsync(cancellationToken);
        var row = (await RowCommands.FindAsync(session, table, "id", [id], cancellationToken)).FirstOrDefault();
        var subject = row is null ? null : Cells.Subject(table, row.Id, row.Cells);
        var isOwn = subject is not null && subject == caller.PersonId;
        // A stranger learns the same from a row that is not theirs and from one that is not there.
        if (row is null || (!isOwn && !caller.Has(RegistriesPermissions.Read, Cells.Region(table, row.Cells))))
            return SourceErrors.NotYours();
        if (row.ClosedAt is not null) return RegistriesErrors.RowClosed();
        if ((await DoubtLog.OpenOfAsync(session, register.Name, id)).Any(d => d.Field == field))
            return SourceErrors.DoubtOpen();
        if (await DoubtLog.CountOfAsync(session, caller.AccountId) >= SourceLimits.OpenDoubtsMax)
            return SourceErrors.TooManyDoubts();
        var owner = subject ?? id;
        var doubt = new KeptDoubt
        {
            Id = ids.Next("sd"), Register = register.Name, RowId = id, Field = field,
            Source = await writes.AuthorityAsync(session, table, id, field, cancellationToken),
            Region = Cells.Region(table, row.Cells), Reason = reason, SealedFor = owner,
            Proposed = proposed is null ? null
                : (await seals.SealAsync(session, [(owner, proposed)], cancellationToken))[0],
            RaisedBy = caller.Name, RaiserId = caller.AccountId, RaisedAt = clock.Now().ToMicros(),
            State = SourceStates.Open,
        };
        await DoubtLog.AddAsync(session, doubt);
        session.Audit(new AuditEntry
        {
            Caller = caller, Action = "registries.doubt-raised", Object = $"{register.Name}/{id}", SubjectId = subject,
            DetailJson = JsonSerializer.Serialize(new { doubt = doubt.Id, field, doubt.Source, reason }),
        });
        await session.CommitAsync(cancellationToken);
        return doubt.ToDoubt(register);
    }

    private Error? Canonicalised(RegistryDeclaration register, string field, ref string? text)
    {
        var valid = RowValidator.Validate(
            register, new Dictionary<string, string?> { [field] = text }, rules.Context() with { Partial = true });
        if (valid.Row is not { } row) return valid.Faults[0].Error;
        text = Canonical.Text(row.Values[field]);
        return null;
    }
}
