using System.Text.Json;
using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Consents;

/// <summary>A consent as kept, with the text it was given to.</summary>
internal sealed class KeptConsent
{
    public long Seq { get; init; }
    public string Id { get; init; } = "";
    public string SubjectId { get; init; } = "";
    public string Code { get; init; } = "";
    public long Version { get; init; }
    public string PurposeZh { get; init; } = "";
    public string PurposeEn { get; init; } = "";
    public string BasisZh { get; init; } = "";
    public string BasisEn { get; init; } = "";
    public string TextZh { get; init; } = "";
    public string TextEn { get; init; } = "";
    public string Scope { get; init; } = "[]";
    public string Channel { get; init; } = "";
    public string? Evidence { get; init; }
    public string GivenBy { get; init; } = "";
    public string GiverId { get; init; } = "";
    public long GivenAt { get; init; }
    public string? UntilOn { get; init; }
    public string? WithdrawnChannel { get; init; }
    public string? WithdrawnEvidence { get; init; }
    public string? WithdrawnBy { get; init; }
    public string? WithdrawerId { get; init; }
    public long? WithdrawnAt { get; init; }

    public Consent ToConsent(DateOnly today) => new(
        Id, SubjectId, Code, (int)Version, new LocalText(PurposeZh, PurposeEn), 
        new LocalText(BasisZh, BasisEn), new LocalText(TextZh, TextEn),
        JsonSerializer.Deserialize<string[]>(Scope)!, Channel, Evidence, GivenBy, Instant.FromMicros(GivenAt),
        Until, State(today), WithdrawnChannel, WithdrawnBy, WithdrawnAt is { } at ? Instant.FromMicros(at) : null);

    private DateOnly? Until => UntilOn is null ? null : DateOnly.ParseExact(UntilOn, "yyyy-MM-dd");

    private string State(DateOnly today) =>
        WithdrawnChannel == ConsentChannels.Expired || (WithdrawnAt is null && Until < today) ? ConsentStates.Expired
        : WithdrawnAt is null ? ConsentStates.Holds
        : ConsentStates.Withdrawn;
}

/// <summary>Keeps consents and the texts they were given to.</summary>
internal static class ConsentStore
{
    private const string Select =
        "SELECT c.seq AS Seq, c.id AS Id, c.subject_id AS SubjectId, c.code AS Code, c.version AS Version, "
        + "t.purpose_zh AS PurposeZh, t.purpose_en AS PurposeEn, t.basis_zh AS BasisZh, t.basis_en AS BasisEn, "
        + "t.text_zh AS TextZh, t.text_en AS TextEn, "
        + "t.scope AS Scope, c.channel AS Channel, c.evidence AS Evidence, c.given_by AS GivenBy, "
        + "c.giver_id AS GiverId, c.given_at AS GivenAt, c.until_on AS UntilOn, "
        + "c.withdrawn_channel AS WithdrawnChannel, "
        + "c.withdrawn_evidence AS WithdrawnEvidence, c.withdrawn_by AS WithdrawnBy, "
        + "c.withdrawer_id AS WithdrawerId, c.withdrawn_at AS WithdrawnAt FROM registries_consents c "
        + "JOIN registries_consent_texts t ON t.code = c.code AND t.version = c.version WHERE ";

    /// <summary>Those of the persons whose consent holds on the day.</summary>
    public static async Task<IReadOnlySet<string>> HoldingAsync(
        DbSession session, string code, IReadOnlyCollection<string> subjects, DateOnly today,
        CancellationToken cancellationToken)
    {
        var holding = new HashSet<string>(StringComparer.Ordinal);
        if (subjects.Count == 0) return holding;
        var sql = new SqlText();
        sql.Append($"SELECT subject_id FROM registries_consents WHERE code = {sql.Parameter(code)} ")
            .Append("AND withdrawn_at IS NULL AND (until_on IS NULL OR until_on >= ")
            .Append($"{sql.Parameter(TimedRows.Day(today))}) AND ")
            .AppendIn("subject_id", subjects.Distinct(StringComparer.Ordinal));
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) holding.Add(reader.GetString(0));
        return holding;
    }

    public static async Task<IReadOnlyList<KeptConsent>> OfAsync(DbSession session, string subjectId) =>
    [
        .. await session.Connection.QueryAsync<KeptConsent>(
            Select + "c.subject_id = @subjectId ORDER BY c.seq DESC LIMIT 200", new { subjectId },
            session.Transaction),
    ];

    public static Task<KeptConsent?> FindAsync(DbSession session, string id) =>
        session.Connection.QuerySingleOrDefaultAsync<KeptConsent>(
            Select + "c.id = @id", new { id }, session.Transaction);

    /// <summary>Writes the end of a consent whose last day is over beside it, so that it can be given anew.</summary>
    public static Task EndExpiredAsync(DbSession session, string subjectId, string code, DateOnly today, long at) =>
        session.Connection.ExecuteAsync(
            """
            UPDATE registries_consents SET withdrawn_channel = @channel, withdrawn_by = '', withdrawer_id = '',
              withdrawn_at = @at WHERE subject_id = @subjectId AND code = @code AND withdrawn_at IS NULL
              AND until_on < @today
            """,
            new { subjectId, code, today = TimedRows.Day(today), at, channel = ConsentChannels.Expired },
            session.Transaction);

    public static async Task AddAsync(DbSession session, KeptConsent consent)
    {
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO registries_consent_texts (code, version, purpose_zh, purpose_en, basis_zh, basis_en,
              text_zh, text_en, scope)
            VALUES (@Code, @Version, @PurposeZh, @PurposeEn, @BasisZh, @BasisEn, @TextZh, @TextEn, @Scope)
            ON CONFLICT DO NOTHING
            """,
            consent, session.Transaction);
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO registries_consents (id, subject_id, code, version, channel, evidence, given_by, giver_id,
              given_at, until_on)
            VALUES (@Id, @SubjectId, @Code, @Version, @Channel, @Evidence, @GivenBy, @GiverId, @GivenAt,
              @UntilOn)
            """,
            consent, session.Transaction);
    }

    /// <summary>False when somebody withdrew it a moment earlier.</summary>
    public static async Task<bool> WithdrawAsync(DbSession session, KeptConsent consent) =>
        await session.Connection.ExecuteAsync(
            """
            UPDATE registries_consents SET withdrawn_channel = @WithdrawnChannel,
              withdrawn_evidence = @WithdrawnEvidence, withdrawn_by = @WithdrawnBy, withdrawer_id = @WithdrawerId,
              withdrawn_at = @WithdrawnAt WHERE id = @Id AND withdrawn_at IS NULL
            """,
            consent, session.Transaction) > 0;
}
