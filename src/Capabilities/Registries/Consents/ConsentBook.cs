using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Consents;

/// <summary>Consents: by the persons themselves, or recorded by an officer at a counter with the evidence.</summary>
internal sealed class ConsentBook(
    RegisterTables tables, IDatabase database, IdSource ids, MonotonicClock clock, TimeProvider time) : IConsents
{
    public IReadOnlyList<ConsentText> Texts =>
    [
        .. tables.All.Where(t => t.Register.Consent is not null).Select(t => Text(t.Register)),
    ];

    public async Task<Result<IReadOnlyList<Consent>>> OfAsync(
        string subjectId, Caller caller, CancellationToken cancellationToken = default)
    {
        if (!Owns(caller, subjectId) && !caller.Has(RegistriesPermissions.Consents))
            return ConsentErrors.Forbidden();
        var today = CityTime.Today(time);
        await using var session = await database.ReadAsync(cancellationToken);
        if (await CheckAsync(session, subjectId, caller, cancellationToken) is { } error) return error;
        return Result<IReadOnlyList<Consent>>.Ok(
            [.. (await ConsentStore.OfAsync(session, subjectId)).Select(c => c.ToConsent(today))]);
    }

    public async Task<Result<Consent>> GiveAsync(
        string subjectId, string code, int version, ConsentProof proof, Caller caller,
        CancellationToken cancellationToken = default)
    {
        if (CheckChannel(subjectId, proof.Channel, proof.Evidence, caller) is { } bad) return bad;
        var today = CityTime.Today(time);
        if (proof.Until < today || proof.Until > today.AddYears(RegistriesLimits.ConsentYears))
            return ConsentErrors.Until();
        if (Texts.FirstOrDefault(t => t.Code == code) is not { } text) return ConsentErrors.UnknownText();
        if (text.Version != version) return ConsentErrors.OtherVersion(text.Version);
        return await LostRaces.RunAsync<Result<Consent>>(async _ =>
        {
            await using var session = await database.WriteAsync(cancellationToken);
            if (await CheckAsync(session, subjectId, caller, cancellationToken) is { } error) return error;
            if ((await ConsentStore.HoldingAsync(session, code, [subjectId], today, cancellationToken)).Count > 0)
                return ConsentErrors.Given();
            var now = clock.Now().ToMicros();
            await ConsentStore.EndExpiredAsync(session, subjectId, code, today, now);
            var given = Given(ids.Next("cs"), subjectId, text, proof, caller, now);
            await ConsentStore.AddAsync(session, given);
            session.Audit(Entry(caller, "registries.consent-given", given, proof.Channel));
            await session.CommitAsync(cancellationToken);
            return given.ToConsent(today);
        });
    }

    public async Task<Result<Consent>> WithdrawAsync(
        string id, string channel, string? evidence, Caller caller, CancellationToken cancellationToken = default)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var kept = await ConsentStore.FindAsync(session, id);
        if (CheckChannel(kept?.SubjectId, channel, evidence, caller) is { } bad) return bad;
        if (kept is null) return ConsentErrors.NotFound();
        if (await CheckAsync(session, kept.SubjectId, caller, cancellationToken) is { } error) return error;
        var isWithdrawn = await ConsentStore.WithdrawAsync(session, new KeptConsent
        {
            Id = id, WithdrawnChannel = channel, WithdrawnEvidence = TextRules.Trim(evidence),
            WithdrawnBy = caller.Name, WithdrawerId = caller.AccountId, WithdrawnAt = clock.Now().ToMicros(),
        });
        if (!isWithdrawn) return ConsentErrors.Withdrawn();
        session.Audit(Entry(caller, "registries.consent-withdrawn", kept, channel));
        var withdrawn = (await ConsentStore.FindAsync(session, id))!.ToConsent(CityTime.Today(time));
        await session.CommitAsync(cancellationToken);
        return withdrawn;
    }

    private static bool Owns(Caller caller, string? subjectId) =>
        caller.PersonId is not null && caller.PersonId == subjectId;

    // A person needs no paper for their own word; an officer does for another's.
    private static Error? CheckChannel(string? subjectId, string channel, string? evidence, Caller caller)
    {
        var isOwn = channel == ConsentChannels.Portal && Owns(caller, subjectId);
        if (!isOwn && !caller.Has(RegistriesPermissions.Consents)) return ConsentErrors.Forbidden();
        if (!isOwn && !ConsentChannels.OfOfficers.Contains(channel)) return ConsentErrors.Channel();
        var paper = TextRules.Trim(evidence);
        if (paper is null) return isOwn ? null : ConsentErrors.Evidence();
        return TextRules.Length(paper) > RegistriesLimits.ReasonMax || TextRules.Forbidden(paper) is not null
            ? ConsentErrors.Evidence()
            : null;
    }

    private async Task<Error?> CheckAsync(
        DbSession session, string subjectId, Caller caller, CancellationToken cancellationToken)
    {
        foreach (var table in tables.All.Where(t => t.Register.IsPersons))
        {
            var row = (await RowCommands.FindAsync(session, table, "id", [subjectId], cancellationToken))
                .FirstOrDefault();
            if (row is null) continue;
            if (EraseRows.IsErased(row)) return ErasureErrors.RowErased();
            return Owns(caller, subjectId)
                || caller.Has(RegistriesPermissions.Consents, Cells.Region(table, row.Cells))
                ? null
                : RegistriesErrors.OutOfReach();
        }
        return ConsentErrors.UnknownPerson();
    }

    private static KeptConsent Given(
        string id, string subjectId, ConsentText text, ConsentProof proof, Caller caller, long now) => new()
        {
            Id = id, SubjectId = subjectId, Code = text.Code, Version = text.Version,
            PurposeZh = text.Purpose.Zh, PurposeEn = text.Purpose.En, BasisZh = text.Basis.Zh, BasisEn = text.Basis.En,
            TextZh = text.Text.Zh, TextEn = text.Text.En, Scope = JsonSerializer.Serialize(text.Scope),
            Channel = proof.Channel, Evidence = TextRules.Trim(proof.Evidence), GivenBy = caller.Name,
            GiverId = caller.AccountId, GivenAt = now,
            UntilOn = proof.Until is { } until ? TimedRows.Day(until) : null,
        };

    private static ConsentText Text(RegistryDeclaration register) => new(
        register.Name, register.Title, register.Consent!.Code, register.Consent.Version, register.Consent.Purpose,
        register.Consent.Basis, register.Consent.Text,
            [.. register.Fields.Where(Masking.IsPersonal).Select(f => f.Name)]);

    private static AuditEntry Entry(Caller caller, string action, KeptConsent consent, string channel) => new()
    {
        Caller = caller, Action = action, Object = $"registries:consent/{consent.Id}", SubjectId = consent.SubjectId,
        Purpose = consent.PurposeZh,
        DetailJson = JsonSerializer.Serialize(new { code = consent.Code, version = consent.Version, channel }),
    };
}
