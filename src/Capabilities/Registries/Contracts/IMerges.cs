using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Events;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Contracts;

/// <summary>Two rows of a register that are one thing.</summary>
/// <param name="SurvivorId">The row that stays.</param>
/// <param name="LoserId">The row that is closed and leads to the other one from then on.</param>
/// <param name="Take">Fields whose value the survivor takes from the loser.</param>
/// <param name="Reason">Why.</param>
/// <param name="SurvivorVersion">Version of the survivor that was looked at, or null not to check.</param>
/// <param name="LoserVersion">Version of the loser that was looked at, or null not to check.</param>
public sealed record MergeRequest(
    string SurvivorId, string LoserId, IReadOnlyList<string> Take, string Reason, int? SurvivorVersion,
    int? LoserVersion);

/// <summary>What a merge does or would do.</summary>
/// <param name="MergeId">The merge, or null for a trial.</param>
/// <param name="Survivor">The survivor afterwards, as the caller may see it.</param>
/// <param name="Taken">Fields that change on the survivor.</param>
/// <param name="References">References that are pointed at the survivor.</param>
public sealed record MergeOutcome(
    string? MergeId, Record? Survivor, IReadOnlyList<string> Taken, IReadOnlyList<MovedReferences> References);

/// <summary>References of one field of one register.</summary>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="Field">Field.</param>
/// <param name="Rows">Rows.</param>
public sealed record MovedReferences(string Register, string Field, int Rows);

/// <summary>What undoing a merge does or would do.</summary>
/// <param name="MergeId">The merge.</param>
/// <param name="Survivor">The survivor afterwards, as the caller may see it.</param>
/// <param name="Loser">The loser, open again, as the caller may see it.</param>
/// <param name="Reverted">Fields of the survivor that go back.</param>
/// <param name="Kept">Fields that came from the loser and stay, because they were changed since.</param>
/// <param name="References">References that go back.</param>
/// <param name="Staying">References that stay, because they were changed or closed since.</param>
public sealed record UnmergeOutcome(
    string MergeId, Record? Survivor, Record? Loser, IReadOnlyList<string> Reverted, IReadOnlyList<string> Kept,
    IReadOnlyList<MovedReferences> References, IReadOnlyList<MovedReferences> Staying);

/// <summary>A merge as it was made.</summary>
/// <param name="Id">Id (<c>mg_…</c>).</param>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="SurvivorId">The row that stayed.</param>
/// <param name="LoserId">The row that was closed.</param>
/// <param name="Taken">Fields whose value the survivor took.</param>
/// <param name="Reason">Why.</param>
/// <param name="MergedBy">Name of who merged.</param>
/// <param name="MergedAt">When (UTC).</param>
/// <param name="UndoneBy">Name of who undid it, or null.</param>
/// <param name="UndoneReason">Why it was undone, or null.</param>
/// <param name="UndoneAt">When it was undone (UTC), or null.</param>
public sealed record Merge(
    string Id, string Register, string SurvivorId, string LoserId, IReadOnlyList<string> Taken, string Reason,
    string MergedBy, DateTimeOffset MergedAt, string? UndoneBy, string? UndoneReason, DateTimeOffset? UndoneAt);

/// <summary>Merges rows and undoes it. Each is done as a whole or not at all.</summary>
public interface IMerges
{
    /// <summary>What the merge would do, found by doing it and letting it go.</summary>
    Task<Result<MergeOutcome>> PreviewAsync(
        RegistryDeclaration register, MergeRequest request, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>Merges: closes the loser, moves values, points references in every register at the survivor.</summary>
    Task<Result<MergeOutcome>> MergeAsync(
        RegistryDeclaration register, MergeRequest request, Caller caller,
        CancellationToken cancellationToken = default);
    /// <summary>What undoing the merge would do.</summary>
    Task<Result<UnmergeOutcome>> PreviewUndoAsync(
        string mergeId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Undoes a merge: opens the loser as it was, takes back what was not changed since.</summary>
    Task<Result<UnmergeOutcome>> UndoAsync(
        string mergeId, string reason, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>The merge, or why not.</summary>
    Task<Result<Merge>> GetAsync(string mergeId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Merges of a row, newest first, undone ones too.</summary>
    Task<Result<IReadOnlyList<Merge>>> OfAsync(
        RegistryDeclaration register, string rowId, Caller caller, CancellationToken cancellationToken = default);
    /// <summary>The row that an id leads to through merges, or null when it was never merged away.</summary>
    Task<string?> SurvivorOfAsync(
        RegistryDeclaration register, string rowId, CancellationToken cancellationToken = default);
}

/// <summary>Follows merges inside their transaction: for whatever is kept about rows beside the registers.</summary>
public interface IMergeFollower
{
    /// <summary>Moves what is kept about the loser to the survivor.</summary>
    Task MergedAsync(DbSession session, RowsMerged merged, CancellationToken cancellationToken);
    /// <summary>Moves back what the merge moved and nobody changed since.</summary>
    Task UnmergedAsync(DbSession session, RowsUnmerged unmerged, CancellationToken cancellationToken);
}

/// <summary>Two rows were merged.</summary>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="MergeId">The merge.</param>
/// <param name="SurvivorId">The row that stays.</param>
/// <param name="LoserId">The row that was closed.</param>
public sealed record RowsMerged(string Register, string MergeId, string SurvivorId, string LoserId) : IEvent
{
    /// <inheritdoc />
    public static string Name => "registries.rows-merged";
}

/// <summary>A merge was undone.</summary>
/// <param name="Register">Register, <c>pack:table</c>.</param>
/// <param name="MergeId">The merge.</param>
/// <param name="SurvivorId">The row that stayed.</param>
/// <param name="LoserId">The row that is open again.</param>
public sealed record RowsUnmerged(string Register, string MergeId, string SurvivorId, string LoserId) : IEvent
{
    /// <inheritdoc />
    public static string Name => "registries.rows-unmerged";
}
