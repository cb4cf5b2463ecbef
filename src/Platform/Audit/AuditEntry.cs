using Lingnan.Platform.Permissions;

namespace Lingnan.Platform.Audit;

/// <summary>What someone did or read, as handed to the log; the log adds time,
/// position and the link to the entry before.</summary>
public sealed record AuditEntry
{
    /// <summary>Who acted.</summary>
    public required Caller Caller { get; init; }

    /// <summary>Dotted verb, e.g. <c>registries.record-read</c>, <c>identity.sign-in-refused</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What was touched, as a reference (<c>population:person/p_…</c>) or a plain name.</summary>
    public required string Object { get; init; }

    /// <summary>The person whose data it is (<c>p_…</c>): this person sees the entry.
    /// Null when it concerns no person.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Declared purpose, or null.</summary>
    public string? Purpose { get; init; }

    /// <summary>Case or task number, or null.</summary>
    public string? CaseNumber { get; init; }

    /// <summary>More facts as a JSON object (fields read, counts, digest); never values of personal data.
    /// Null for none.</summary>
    public string? DetailJson { get; init; }
}

/// <summary>An entry as kept.</summary>
/// <param name="Partition">Chain it belongs to.</param>
/// <param name="Sequence">Position in the chain, from 1, without gap.</param>
/// <param name="At">When it was appended (UTC); never earlier than the entry before,
/// even if the clock jumped back.</param>
/// <param name="CallerId">Account id.</param>
/// <param name="CallerKind">Kind of account.</param>
/// <param name="CallerName">Name at the time.</param>
/// <param name="UnitName">Unit at the time, or null.</param>
/// <param name="Action">Verb.</param>
/// <param name="Object">What was touched.</param>
/// <param name="SubjectId">Person concerned, or null.</param>
/// <param name="Purpose">Declared purpose, or null.</param>
/// <param name="CaseNumber">Case number, or null.</param>
/// <param name="DetailJson">More facts, or null.</param>
/// <param name="Hash">Lower-case hexadecimal hash over this entry and the hash before it.</param>
public sealed record AuditRecord(
    string Partition, long Sequence, DateTimeOffset At, string CallerId, CallerKind CallerKind, string CallerName,
    string? UnitName, string Action, string Object, string? SubjectId, string? Purpose, string? CaseNumber,
    string? DetailJson, string Hash);
