using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>A person whose key is lost: the sealed values can no longer be read.</summary>
/// <param name="SubjectId">The person, or the row itself where it is about none.</param>
/// <param name="Register">A register with sealed values under the key.</param>
/// <param name="RowId">The first row found there.</param>
/// <param name="Cause"><c>missing</c>, <c>damaged</c>, <c>exchanged</c> (it opens nothing) or <c>destroyed</c>
/// (without a decision to erase).</param>
/// <param name="FoundAt">When it was found first.</param>
public sealed record LostKey(string SubjectId, string Register, string RowId, string Cause, DateTimeOffset FoundAt);

/// <summary>What the last check found.</summary>
/// <param name="CheckedAt">When it ended, or null where none did yet.</param>
/// <param name="Keys">Keys that were looked at.</param>
/// <param name="Lost">Lost ones, at most 1,000.</param>
/// <param name="LostCount">How many are lost in all.</param>
public sealed record LostKeyReport(
    DateTimeOffset? CheckedAt, long Keys, IReadOnlyList<LostKey> Lost, long LostCount);

/// <summary>Looks for persons whose key is lost. Runs each night of itself.</summary>
public interface ILostKeys
{
    /// <summary>What the last check found.</summary>
    Task<Result<LostKeyReport>> ReadAsync(Caller caller, CancellationToken cancellationToken = default);
    /// <summary>Checks now: walks every row with sealed values.</summary>
    Task<Result<LostKeyReport>> CheckAsync(Caller caller, CancellationToken cancellationToken = default);
}
