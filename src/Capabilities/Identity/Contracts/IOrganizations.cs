using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Contracts;

/// <summary>Level of a unit in the tree 市 → 镇街 → 村居.</summary>
public enum UnitLevel
{
    /// <summary>City or a city department.</summary>
    City,
    /// <summary>Town or street.</summary>
    Town,
    /// <summary>Village or community.</summary>
    Village,
}

/// <summary>An organisation unit.</summary>
/// <param name="Id">Id (<c>o_…</c>).</param>
/// <param name="ParentId">Unit above, or null at the root.</param>
/// <param name="Name">Title.</param>
/// <param name="Level">Level.</param>
/// <param name="RegionCode">Region it answers for: 6, 9 or 12 digits.</param>
/// <param name="CreditCode">Unified social credit code, or null.</param>
public sealed record Unit(
    string Id, string? ParentId, LocalText Name, UnitLevel Level, string RegionCode, string? CreditCode);

/// <summary>The organisation tree.</summary>
public interface IOrganizations
{
    /// <summary>The whole tree, parents before children.</summary>
    Task<IReadOnlyList<Unit>> TreeAsync(CancellationToken cancellationToken = default);
    /// <summary>Adds a unit.</summary>
    Task<Result<Unit>> AddAsync(Caller caller, Unit unit, CancellationToken cancellationToken = default);
    /// <summary>Renames a unit.</summary>
    Task<Result<Done>> RenameAsync(
        Caller caller, string id, LocalText name, CancellationToken cancellationToken = default);
    /// <summary>Sets the region a unit answers for, and with it what its officers reach: for those who manage both the
    /// unit, as it is and as it will be, and the unit above. Units below must still lie within.</summary>
    Task<Result<Done>> SetRegionAsync(
        Caller caller, string id, string regionCode, CancellationToken cancellationToken = default);
    /// <summary>Removes a unit that has no children and no posts.</summary>
    Task<Result<Done>> RemoveAsync(Caller caller, string id, CancellationToken cancellationToken = default);
}
