using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Relations;

/// <summary>Relations as other capabilities and pages see them.</summary>
internal sealed class FindRelations(
    RelationMap map, FindNeighbours neighbours, WalkRelations walk, FollowShares shares) : IRelations
{
    public IReadOnlyList<RelationStep> Of(RegistryDeclaration register) => [.. map.From(register).Select(h => h.Step)];

    public Task<Result<Neighbours>> NeighboursAsync(
        RegistryDeclaration register, string id, NeighbourQuestion question, Caller caller,
        CancellationToken cancellationToken = default) =>
        neighbours.RunAsync(register, id, question, caller, cancellationToken);

    public Task<Result<WalkAnswer>> WalkAsync(
        RegistryDeclaration register, string id, WalkQuestion question, Caller caller,
        CancellationToken cancellationToken = default) =>
        walk.RunAsync(register, id, question, caller, cancellationToken);

    public Task<Result<ShareAnswer>> SharesAsync(
        RegistryDeclaration register, string id, RelationQuestion question, Caller caller,
        CancellationToken cancellationToken = default) =>
        shares.RunAsync(register, id, question, caller, cancellationToken);
}
