using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>States of a pair on the review desk.</summary>
public static class MatchStates
{
    /// <summary>Waits for a decision.</summary>
    public const string Open = "open";
    /// <summary>Put off: waits behind the others.</summary>
    public const string Later = "later";
    /// <summary>Decided: one thing.</summary>
    public const string Same = "same";
    /// <summary>Decided: two things. The pair does not come back.</summary>
    public const string Different = "different";
    /// <summary>Decided: the row that came in is turned away to who sent it, and is written nowhere. Sent again, it is
    /// asked about anew.</summary>
    public const string TurnedAway = "turned-away";

    /// <summary>All, in the order in which a desk shows them.</summary>
    public static IReadOnlyList<string> All { get; } = [Open, Later, Same, Different, TurnedAway];
}

/// <summary>A pair on the review desk.</summary>
/// <param name="Id">Id (<c>mc_…</c>).</param>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="LeftId">Row of the register.</param>
/// <param name="RightId">The other row, or null when that one came in by an import.</param>
/// <param name="ImportId">Import it came in by, or null.</param>
/// <param name="ImportLine">Its line there, or null.</param>
/// <param name="Score">Likeness, 0 to 1.</param>
/// <param name="State">One of <see cref="MatchStates"/>.</param>
/// <param name="Reason">Why it was decided so, or null.</param>
/// <param name="DecidedBy">Name of who decided, or null.</param>
/// <param name="CreatedAt">When it was found (UTC).</param>
/// <param name="DecidedAt">When it was decided (UTC), or null.</param>
public sealed record MatchCase(
    string Id, string Register, string LeftId, string? RightId, string? ImportId, long? ImportLine, double Score,
    string State, string? Reason, string? DecidedBy, DateTimeOffset CreatedAt, DateTimeOffset? DecidedAt);

/// <summary>A page of the desk.</summary>
/// <param name="Items">Pairs, the oldest first.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record MatchCases(IReadOnlyList<MatchCase> Items, string? Next);

/// <summary>How like the two are in one field.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Likeness">0 to 1, or null where one of them has no value.</param>
/// <param name="Weight">How much it counts.</param>
public sealed record MatchField(string Field, double? Likeness, int Weight);

/// <summary>A pair side by side, with values as the caller may see them.</summary>
/// <param name="Case">The pair.</param>
/// <param name="Left">The row of the register; null where it is closed or out of reach.</param>
/// <param name="Right">The other row; its id is empty when it came in by an import.</param>
/// <param name="Fields">How like they are.</param>
public sealed record MatchComparison(
    MatchCase Case, Record? Left, Record? Right, IReadOnlyList<MatchField> Fields);

/// <summary>Finds rows that may be one thing, and keeps the desk where people decide.</summary>
public interface IMatching
{
    /// <summary>Pairs of a register in the caller's reach, in this state.</summary>
    Task<Result<MatchCases>> ListAsync(
        RegistryDeclaration register, string state, string? cursor, int limit, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Pairs that wait in a register, in the caller's reach.</summary>
    Task<long> CountAsync(
        RegistryDeclaration register, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>A pair side by side.</summary>
    Task<Result<MatchComparison>> GetAsync(
        string caseId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Decides a pair: <c>same</c> (only for a row that came in: it changes the row of the register; two rows
    /// become one by <see cref="IMerges"/>), <c>different</c>, <c>turned-away</c> (only for a row that came in) or
    /// <c>later</c>. Where the version of the row that was
    /// looked at is told, a row that was changed since is not decided about.</summary>
    Task<Result<MatchCase>> DecideAsync(
        string caseId, string decision, string reason, Caller caller, int? seenVersion = null,
        CancellationToken cancellationToken = default);
    /// <summary>Begins to look for doubles in a register; returns the job.</summary>
    Task<Result<string>> FindDoublesAsync(
        RegistryDeclaration register, Caller caller, CancellationToken cancellationToken = default);
}
