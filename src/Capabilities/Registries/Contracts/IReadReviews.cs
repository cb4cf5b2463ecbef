using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>Why reads are listed for review.</summary>
public static class ReadRules
{
    /// <summary>More different persons in an hour, a day or a week than the account and its peers read as a
    /// rule: a bulk read split into single ones.</summary>
    public const string ManyPersons = "many-persons";
    /// <summary>Persons read outside working hours.</summary>
    public const string OutsideHours = "outside-hours";
    /// <summary>One case or task number given for many persons.</summary>
    public const string OneCase = "one-case";
    /// <summary>One person read again and again.</summary>
    public const string SamePerson = "same-person";
    /// <summary>Persons outside the town in which the account reads as a rule.</summary>
    public const string Away = "away";
    /// <summary>Someone who bears the name of a colleague, or is one.</summary>
    public const string Colleague = "colleague";
    /// <summary>Someone of the reader's own family name and address.</summary>
    public const string Relative = "relative";

    /// <summary>A read that the person themself asks about.</summary>
    public const string Questioned = "questioned";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [ManyPersons, OutsideHours, OneCase, SamePerson, Away, Colleague, Relative, Questioned];
}

/// <summary>States of a finding.</summary>
public static class FindingStates
{
    /// <summary>Nobody decided yet.</summary>
    public const string Open = "open";
    /// <summary>There was a good reason, which is written down.</summary>
    public const string Explained = "explained";
    /// <summary>Handed on to those who look into it.</summary>
    public const string Escalated = "escalated";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Explained, Escalated];
}

/// <summary>Reads of one account that a person should look at.</summary>
/// <param name="Id">Id (<c>rf_…</c>).</param>
/// <param name="AccountId">Account that read.</param>
/// <param name="AccountName">Its name at the time.</param>
/// <param name="UnitName">Its unit at the time, or null.</param>
/// <param name="Rule">One of <see cref="ReadRules"/>.</param>
/// <param name="Scope">The day, case or person that it is about.</param>
/// <param name="From">First of the reads (UTC).</param>
/// <param name="To">Last of the reads (UTC).</param>
/// <param name="Persons">Different persons.</param>
/// <param name="Reads">Reads.</param>
/// <param name="Usual">Persons that would be usual, or 0 where nothing is compared.</param>
/// <param name="State">One of <see cref="FindingStates"/>.</param>
/// <param name="Reason">Reason of the decision, or null.</param>
/// <param name="DecidedBy">Who decided, or null.</param>
/// <param name="DecidedAt">When, or null.</param>
/// <param name="FoundAt">When it was found.</param>
public sealed record ReadFinding(
    string Id, string AccountId, string AccountName, string? UnitName, string Rule, string Scope, DateTimeOffset From,
    DateTimeOffset To, long Persons, long Reads, long Usual, string State, string? Reason, string? DecidedBy,
    DateTimeOffset? DecidedAt, DateTimeOffset FoundAt)
{
    /// <summary>What the person asked, or null.</summary>
    public string? Question { get; init; }
}

/// <summary>A page of findings, newest first.</summary>
/// <param name="Items">The findings.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record ReadFindings(IReadOnlyList<ReadFinding> Items, string? Next);

/// <summary>A finding with the reads that it rests on.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Evidence">Entries of the log, oldest first; at most 200.</param>
public sealed record ReadFindingDetail(ReadFinding Finding, IReadOnlyList<AuditRecord> Evidence);

/// <summary>Unusual reads of personal data, listed for review by those who watch over the log.</summary>
public interface IReadReviews
{
    /// <summary>Findings in a state, newest first; of one rule only where it is given.</summary>
    Task<Result<ReadFindings>> ListAsync(
        string state, string? cursor, int limit, Caller caller, string? rule = null,
        CancellationToken cancellationToken = default);
    /// <summary>One finding with its evidence.</summary>
    Task<Result<ReadFindingDetail>> GetAsync(
        string id, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Explains or escalates; nobody decides on their own reads. What was escalated may still be
    /// explained.</summary>
    Task<Result<ReadFinding>> DecideAsync(
        string id, string decision, string reason, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Asks about a read of the caller's own data, named by its position in the log of reads.</summary>
    Task<Result<ReadFinding>> AskAsync(
        long position, string question, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>What the caller asked about reads of their own data, newest first.</summary>
    Task<IReadOnlyList<ReadFinding>> AskedAsync(Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Looks at what came into the log since the last look; happens each minute of itself. Returns how many
    /// entries were looked at.</summary>
    Task<Result<long>> LookAsync(Caller caller, CancellationToken cancellationToken = default);
}
