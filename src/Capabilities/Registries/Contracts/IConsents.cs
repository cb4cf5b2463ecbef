using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>Ways by which a consent is given or withdrawn.</summary>
public static class ConsentChannels
{
    /// <summary>By the person on their own page.</summary>
    public const string Portal = "portal";
    /// <summary>At a counter, recorded by an officer.</summary>
    public const string Counter = "counter";
    /// <summary>On paper that an officer holds.</summary>
    public const string Paper = "paper";
    /// <summary>Ended by itself, when its last day was over.</summary>
    public const string Expired = "expired";

    /// <summary>Those that an officer records.</summary>
    public static IReadOnlyList<string> OfOfficers { get; } = [Counter, Paper];
}

/// <summary>States of a consent.</summary>
public static class ConsentStates
{
    /// <summary>It holds.</summary>
    public const string Holds = "holds";
    /// <summary>Its last day is over.</summary>
    public const string Expired = "expired";
    /// <summary>It was withdrawn.</summary>
    public const string Withdrawn = "withdrawn";
}

/// <summary>How a consent is given.</summary>
/// <param name="Channel">One of <see cref="ConsentChannels"/>.</param>
/// <param name="Evidence">Number of the paper, the recording or the session, or null.</param>
/// <param name="Until">Its last day, or null: until it is withdrawn.</param>
public sealed record ConsentProof(string Channel, string? Evidence, DateOnly? Until = null);

/// <summary>A text that people consent to, as a register declares it.</summary>
/// <param name="Register">Register whose whole values rest on it, <c>pack:table</c>.</param>
/// <param name="Title">Title of the register.</param>
/// <param name="Code">Code.</param>
/// <param name="Version">Version of the text.</param>
/// <param name="Purpose">What the data is read for.</param>
/// <param name="Basis">The law by which it takes consent.</param>
/// <param name="Text">The text.</param>
/// <param name="Scope">Fields that are read whole because of it.</param>
public sealed record ConsentText(
    string Register, LocalText Title, string Code, int Version, LocalText Purpose, LocalText Basis,
    LocalText Text, IReadOnlyList<string> Scope);

/// <summary>A consent of a person.</summary>
/// <param name="Id">Id (<c>cs_…</c>).</param>
/// <param name="SubjectId">The person.</param>
/// <param name="Code">Code of the text.</param>
/// <param name="Version">Version of the text.</param>
/// <param name="Purpose">What it was given for.</param>
/// <param name="Basis">The law by which it takes consent.</param>
/// <param name="Text">The text, as it was then.</param>
/// <param name="Scope">Fields that it was given for.</param>
/// <param name="Channel">One of <see cref="ConsentChannels"/>.</param>
/// <param name="Evidence">Number of the paper, the recording or the session, or null.</param>
/// <param name="GivenBy">Who recorded it.</param>
/// <param name="GivenAt">When.</param>
/// <param name="Until">Its last day, or null.</param>
/// <param name="State">One of <see cref="ConsentStates"/>, today.</param>
/// <param name="WithdrawnChannel">How it was withdrawn, or null.</param>
/// <param name="WithdrawnBy">Who recorded that, or null.</param>
/// <param name="WithdrawnAt">When, or null while it holds.</param>
public sealed record Consent(
    string Id, string SubjectId, string Code, int Version, LocalText Purpose, LocalText Basis, LocalText Text,
    IReadOnlyList<string> Scope, string Channel, string? Evidence, string GivenBy, DateTimeOffset GivenAt,
    DateOnly? Until, string State, string? WithdrawnChannel, string? WithdrawnBy, DateTimeOffset? WithdrawnAt);

/// <summary>Consents of persons. Whole reads of a register that declares a consent rest on it: without one that holds,
/// nobody but the person sees more than masked values.</summary>
public interface IConsents
{
    /// <summary>Texts that registers declare.</summary>
    IReadOnlyList<ConsentText> Texts { get; }
    /// <summary>A person's consents, newest first: their own, or those of a person in the officer's reach.</summary>
    Task<Result<IReadOnlyList<Consent>>> OfAsync(
        string subjectId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Gives consent to the text as it stands: by the person, or recorded by an officer with its
    /// evidence.</summary>
    Task<Result<Consent>> GiveAsync(
        string subjectId, string code, int version, ConsentProof proof, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Withdraws a consent; it ends at once.</summary>
    Task<Result<Consent>> WithdrawAsync(
        string id, string channel, string? evidence, Caller caller, CancellationToken cancellationToken = default);
}
