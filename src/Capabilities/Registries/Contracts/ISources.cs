using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>States of cases and doubts.</summary>
public static class SourceStates
{
    /// <summary>Waits for a person.</summary>
    public const string Open = "open";
    /// <summary>A person has decided it.</summary>
    public const string Decided = "decided";
    /// <summary>It has gone by itself: the sources agree, or a source tells of the row again.</summary>
    public const string Settled = "settled";
    /// <summary>A doubt was looked into, and the value is right.</summary>
    public const string Confirmed = "confirmed";
    /// <summary>A doubt was looked into, and the value was put right.</summary>
    public const string Corrected = "corrected";
}

/// <summary>A difference between sources that people decide.</summary>
/// <param name="Id">Id (<c>sc_…</c>).</param>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="RowId">Row.</param>
/// <param name="Field">Field, or null: no source tells of the row any more.</param>
/// <param name="State">One of <see cref="SourceStates"/>.</param>
/// <param name="Since">When the sources began to differ (UTC).</param>
/// <param name="Decision"><c>keep</c>, <c>enter</c> or the code of a source, or null.</param>
/// <param name="Reason">Why it was decided so, or null.</param>
/// <param name="DecidedBy">Name of who decided, or null.</param>
/// <param name="DecidedAt">When it was decided or settled (UTC), or null.</param>
public sealed record SourceCase(
    string Id, string Register, string RowId, string? Field, string State, DateTimeOffset Since, string? Decision,
    string? Reason, string? DecidedBy, DateTimeOffset? DecidedAt)
{
    /// <summary>What the row is called, as the caller may see it, in lists; null where they may not see it.</summary>
    public string? Title { get; init; }
}

/// <summary>A page of cases.</summary>
/// <param name="Items">Cases, oldest first.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record SourceCases(IReadOnlyList<SourceCase> Items, string? Next);

/// <summary>What a source says of a field.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="LinkId">Link to the source's own record.</param>
/// <param name="Value">Value as the caller may see it.</param>
/// <param name="IsMasked">True when only a masked text is shown.</param>
/// <param name="Since">Since when it says so (UTC).</param>
/// <param name="Stands">True when this is the value that stands.</param>
public sealed record SourceValue(
    string Source, string LinkId, object? Value, bool IsMasked, DateTimeOffset Since, bool Stands);

/// <summary>A case with the value that stands and what each source says.</summary>
/// <param name="Case">The case.</param>
/// <param name="Standing">Value that stands, as the caller may see it.</param>
/// <param name="Values">What each source says.</param>
public sealed record SourceComparison(SourceCase Case, object? Standing, IReadOnlyList<SourceValue> Values);

/// <summary>A link from a row to a source's record of it.</summary>
/// <param name="LinkId">Id (<c>sl_…</c>).</param>
/// <param name="Source">Code of the source.</param>
/// <param name="State"><c>linked</c> or <c>withdrawn</c>.</param>
/// <param name="Version">Version of what it says, from 1.</param>
/// <param name="RecordedAt">When it said something new last (UTC).</param>
/// <param name="RecordedBy">Who brought it.</param>
/// <param name="ValidFrom">Day from which it says so, or null.</param>
public sealed record SourceLink(
    string LinkId, string Source, string State, long Version, DateTimeOffset RecordedAt, string RecordedBy,
    DateOnly? ValidFrom);

/// <summary>Where the values of a row come from.</summary>
/// <param name="Links">Links to sources, withdrawn ones too.</param>
/// <param name="Fields">By field what each source says.</param>
/// <param name="Cases">Cases that are open or decided.</param>
/// <param name="Doubts">Doubts that are open.</param>
public sealed record RecordSources(
    IReadOnlyList<SourceLink> Links, IReadOnlyDictionary<string, IReadOnlyList<SourceValue>> Fields,
    IReadOnlyList<SourceCase> Cases, IReadOnlyList<SourceDoubt> Doubts)
{
    /// <summary>True when sources told of the row once and none does any more.</summary>
    public bool IsUnsourced => Links.Count > 0 && Links.All(l => l.State == "withdrawn");
}

/// <summary>A doubt about a value.</summary>
/// <param name="Id">Id (<c>sd_…</c>).</param>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="RowId">Row.</param>
/// <param name="Field">Field.</param>
/// <param name="Source">Code of the source whose word stands for it, or null: then the owner of the register.</param>
/// <param name="Provider">Department that answers.</param>
/// <param name="Reason">Why it is doubted.</param>
/// <param name="RaisedBy">Name of who doubts.</param>
/// <param name="RaisedAt">When (UTC).</param>
/// <param name="State">One of <see cref="SourceStates"/>.</param>
/// <param name="Answer">What was found, or null.</param>
/// <param name="AnsweredBy">Name of who answered, or null.</param>
/// <param name="AnsweredAt">When (UTC), or null.</param>
public sealed record SourceDoubt(
    string Id, string Register, string RowId, string Field, string? Source, LocalText Provider, string Reason,
    string RaisedBy, DateTimeOffset RaisedAt, string State, string? Answer, string? AnsweredBy,
    DateTimeOffset? AnsweredAt)
{
    /// <summary>What the row is called, as the caller may see it, in lists; null where they may not see it.</summary>
    public string? Title { get; init; }
}

/// <summary>A page of doubts.</summary>
/// <param name="Items">Doubts, oldest first.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
public sealed record SourceDoubts(IReadOnlyList<SourceDoubt> Items, string? Next);

/// <summary>A doubt with the value that stands and what is thought right.</summary>
/// <param name="Doubt">The doubt.</param>
/// <param name="Standing">Value that stands, as the caller may see it.</param>
/// <param name="Proposed">What is thought right, as the caller may see it, or null.</param>
public sealed record DoubtDetail(SourceDoubt Doubt, object? Standing, object? Proposed);

/// <summary>Which cases or doubts.</summary>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="State">State.</param>
/// <param name="Field">Only of this field, or null; empty for rows without a source.</param>
/// <param name="Row">Only of this row, or null.</param>
/// <param name="Source">Doubts for this source only, or null.</param>
public sealed record SourceQuery(
    string Register, string State, string? Field = null, string? Row = null, string? Source = null);

/// <summary>Several sources of one record: their links, their conflicts, and doubts about what stands.</summary>
public interface ISources
{
    /// <summary>Where the values of a row come from; with whole values only for a purpose, logged before they
    /// leave.</summary>
    Task<Result<RecordSources>> OfAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
    /// <summary>Cases of a register in the caller's reach.</summary>
    Task<Result<SourceCases>> CasesAsync(
        SourceQuery query, string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Open cases and doubts of a register in the caller's reach.</summary>
    Task<(long Cases, long Doubts)> CountAsync(
        RegistryDeclaration register, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>A case with the values.</summary>
    Task<Result<SourceComparison>> GetCaseAsync(
        string caseId, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
    /// <summary>Decides a case: <c>keep</c> what stands, <c>enter</c> a value, or the code of a source whose value
    /// stands from now on. It holds until a source says something new of the field.</summary>
    Task<Result<SourceCase>> DecideAsync(
        string caseId, string decision, string? value, string reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Takes back all that a source says of a row.</summary>
    Task<Result<Done>> WithdrawAsync(
        RegistryDeclaration register, string id, string source, string reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Begins to take back all that a source says of any row, as a job; returns its id.</summary>
    Task<Result<string>> WithdrawAllAsync(
        RegistryDeclaration register, string source, string reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Raises a doubt about a value, of any row that the caller may read or that is about them. The value
    /// goes on being served, flagged.</summary>
    Task<Result<SourceDoubt>> DoubtAsync(
        RegistryDeclaration register, string id, string field, string? proposed, string reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Doubts of a register in the caller's reach.</summary>
    Task<Result<SourceDoubts>> DoubtsAsync(
        SourceQuery query, string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>The caller's own doubts in all registers, newest first, with their answers.</summary>
    Task<Result<SourceDoubts>> OwnDoubtsAsync(
        string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>A doubt with the values.</summary>
    Task<Result<DoubtDetail>> GetDoubtAsync(
        string doubtId, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
    /// <summary>Answers a doubt: <c>confirmed</c>, or <c>corrected</c> with the right value.</summary>
    Task<Result<SourceDoubt>> AnswerAsync(
        string doubtId, string answer, string? value, string reason, Caller caller,
        CancellationToken cancellationToken = default);
}
