using Lingnan.Identity.Contracts;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;

namespace Lingnan.Host.City;

/// <summary>A citizen whose record was merged into another finds themselves there. Ids are given once in a city, so
/// rows that are no persons have no account.</summary>
internal sealed class MergedPersons(IPersonAccounts accounts) : IMergeFollower
{
    public Task MergedAsync(DbSession session, RowsMerged merged, CancellationToken cancellationToken) =>
        accounts.MoveAsync(session, merged.MergeId, merged.LoserId, merged.SurvivorId, cancellationToken);

    public Task UnmergedAsync(DbSession session, RowsUnmerged unmerged, CancellationToken cancellationToken) =>
        accounts.MoveBackAsync(session, unmerged.MergeId, cancellationToken);
}
