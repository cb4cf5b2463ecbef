using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>A step of change that a register has taken.</summary>
/// <param name="Register"><c>pack:table</c>.</param>
/// <param name="Step">Number.</param>
/// <param name="Kind"><c>add</c>, <c>rename</c>, <c>split</c>, <c>retype</c> or <c>close</c>.</param>
/// <param name="Field">Field it concerns, as it was called then.</param>
/// <param name="Into">What it became: fields, or the new name; else empty.</param>
/// <param name="State"><c>filling</c>, <c>paused</c>, <c>failed</c> or <c>done</c>.</param>
/// <param name="Done">Rows whose values are in place.</param>
/// <param name="Total">Rows in all, or null while unknown.</param>
/// <param name="Unread">Values that could not be read.</param>
/// <param name="AppliedAt">Since when readers see the new shape.</param>
/// <param name="StartedAt">When the work began, or null.</param>
/// <param name="EndedAt">When it was done, or null.</param>
public sealed record EvolutionStep(
    string Register, int Step, string Kind, string Field, IReadOnlyList<string> Into, string State, long Done,
    long? Total, long Unread, DateTimeOffset AppliedAt, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt);

/// <summary>A value that a step could not read; it stays in the closed field.</summary>
/// <param name="Step">Step.</param>
/// <param name="RowId">Row.</param>
/// <param name="Field">New field that is empty for it.</param>
/// <param name="Reason">Code of why.</param>
/// <param name="FoundAt">When it was found.</param>
public sealed record UnreadValue(int Step, string RowId, string Field, string Reason, DateTimeOffset FoundAt);

/// <summary>Changes of the shape of registers, as those who run the city see them.</summary>
public interface IEvolution
{
    /// <summary>All steps, register by register, the newest first.</summary>
    Task<IReadOnlyList<EvolutionStep>> StepsAsync(CancellationToken cancellationToken = default);
    /// <summary>Values that steps of a register could not read and that are still missing.</summary>
    Task<IReadOnlyList<UnreadValue>> UnreadAsync(string register, CancellationToken cancellationToken = default);
    /// <summary>Lets the work rest after the batch under way.</summary>
    Task<Result<Done>> PauseAsync(string register, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Goes on where it was, after a rest or a failure.</summary>
    Task<Result<Done>> ResumeAsync(string register, Caller caller, CancellationToken cancellationToken = default);
}
