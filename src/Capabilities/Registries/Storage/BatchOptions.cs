using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Storage;

/// <summary>How a batch of rows is written.</summary>
internal sealed record BatchOptions
{
    /// <summary>True to change rows that exist; false to refuse them as duplicates.</summary>
    public bool UpdateExisting { get; init; } = true;

    /// <summary>The import the rows belong to: a key that comes twice in one import is refused the second
    /// time.</summary>
    public string? ImportId { get; init; }

    /// <summary>True to keep other writers out of the register until commit:
    /// a batch that has lost a race once.</summary>
    public bool IsAlone { get; init; }

    /// <summary>Why, kept in the rows' history.</summary>
    public string? Reason { get; init; }

    /// <summary>What the history says happened, or null for the plain word: made, changed or closed.</summary>
    public string? Action { get; init; }

    /// <summary>Who writes; decides which regions the rows may lie in (by <c>registries.import</c> with an
    /// <see cref="ImportId"/>, else by <c>registries.write</c>).</summary>
    public required Caller Caller { get; init; }
}

/// <summary>What became of one row of a batch, in the batch's order.</summary>
/// <param name="Outcome">What was done.</param>
/// <param name="Id">Internal id, or null when refused before one was known.</param>
/// <param name="Faults">Every fault when refused, else empty.</param>
internal sealed record RowWritten(RowOutcome Outcome, string? Id, IReadOnlyList<FieldFault> Faults);

/// <summary>What was done with a row.</summary>
internal enum RowOutcome
{
    /// <summary>Made.</summary>
    Created,
    /// <summary>Changed: a new version.</summary>
    Changed,
    /// <summary>It was already so.</summary>
    Unchanged,
    /// <summary>Not written.</summary>
    Refused,
}
