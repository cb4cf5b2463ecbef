using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Events;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Contracts;

/// <summary>Why the law lets or makes a city erase a person's data (Personal Information Protection Law, article
/// 47).</summary>
public static class ErasureBases
{
    /// <summary>The purpose is reached, cannot be reached, or no longer takes the data.</summary>
    public const string PurposeEnded = "purpose-ended";
    /// <summary>The service ended, or the time of keeping is over.</summary>
    public const string TimeOver = "time-over";
    /// <summary>The person withdrew consent.</summary>
    public const string ConsentWithdrawn = "consent-withdrawn";
    /// <summary>The data was handled against law or agreement.</summary>
    public const string Unlawful = "unlawful";
    /// <summary>Another law or regulation says so.</summary>
    public const string OtherLaw = "other-law";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [PurposeEnded, TimeOver, ConsentWithdrawn, Unlawful, OtherLaw];
}

/// <summary>States of an erasure.</summary>
public static class ErasureStates
{
    /// <summary>Waits for a second officer.</summary>
    public const string Asked = "asked";
    /// <summary>Done; there is no way back.</summary>
    public const string Done = "done";
    /// <summary>The second officer said no.</summary>
    public const string Refused = "refused";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Asked, Done, Refused];
}

/// <summary>An erasure.</summary>
/// <param name="Id">Id (<c>er_…</c>).</param>
/// <param name="Register">Register of persons, <c>pack:table</c>.</param>
/// <param name="SubjectId">The person.</param>
/// <param name="Basis">One of <see cref="ErasureBases"/>.</param>
/// <param name="CaseNumber">Case or task number.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="State">One of <see cref="ErasureStates"/>.</param>
/// <param name="AskedBy">Who asked.</param>
/// <param name="AskedAt">When.</param>
/// <param name="DecidedBy">Who decided, or null.</param>
/// <param name="DecidedAt">When, or null.</param>
/// <param name="DecisionReason">Why, or null.</param>
/// <param name="Rows">Rows erased, or null.</param>
/// <param name="Versions">Versions erased in histories, or null.</param>
public sealed record PersonErasure(
    string Id, string Register, string SubjectId, string Basis, string CaseNumber, string Reason, string State,
    string AskedBy, DateTimeOffset AskedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? DecisionReason,
    long? Rows, long? Versions)
{
    /// <summary>Account that asked: another one decides.</summary>
    public string AskerId { get; init; } = "";
}

/// <summary>A page of erasures, newest first.</summary>
/// <param name="Items">The erasures.</param>
/// <param name="Next">Cursor of the next page, or null at the end.</param>
public sealed record ErasurePage(IReadOnlyList<PersonErasure> Items, string? Next);

/// <summary>A person's data was erased everywhere in the registers.</summary>
/// <param name="ErasureId">Erasure.</param>
/// <param name="SubjectId">The person.</param>
public sealed record PersonErased(string ErasureId, string SubjectId) : IEvent
{
    /// <inheritdoc />
    public static string Name => "registries.person-erased";
}

/// <summary>What follows the erasure of a person in its transaction, so that both happen or neither.</summary>
public interface IErasureFollower
{
    /// <summary>A person is being erased; called for each record that was merged into theirs, too.</summary>
    Task ErasedAsync(DbSession session, string subjectId, Caller caller, CancellationToken cancellationToken);
}

/// <summary>Erases persons: their key is destroyed, what tells of them is emptied, and nothing brings it
/// back.</summary>
public interface IErasures
{
    /// <summary>Asks for the erasure of a person.</summary>
    Task<Result<PersonErasure>> AskAsync(
        RegistryDeclaration register, string subjectId, string basis, string caseNumber, string reason, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Erases, or refuses to; never the one who asked.</summary>
    Task<Result<PersonErasure>> DecideAsync(
        string id, bool approve, string reason, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Erasures in a state, newest first.</summary>
    Task<Result<ErasurePage>> ListAsync(
        string state, string? cursor, int limit, Caller caller, CancellationToken cancellationToken = default);
}
