using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Identity.Endpoints;

/// <summary>A unit to add.</summary>
internal sealed record UnitWish(string? ParentId, LocalText Name, UnitLevel Level, string? RegionCode,
    string? CreditCode);

/// <summary>The region a unit is to answer for.</summary>
internal sealed record RegionWish(string? RegionCode);

/// <summary>The organisation tree.</summary>
internal static class UnitEndpoints
{
    public static void Map(IEndpointRouteBuilder api)
    {
        var units = api.MapGroup("/units");
        units.MapGet("", async (IOrganizations all, CancellationToken cancellationToken) =>
            TypedResults.Ok(await all.TreeAsync(cancellationToken)))
            .ForEveryone("the organisation of a government is public").WithName("identity.units")
            .WithSummary("The organisation tree");
        units.MapPost("", AddAsync).Requires(IdentityPermissions.Organization).WithName("identity.add-unit")
            .WithSummary("Add a unit");
        units.MapPut("/{id}/name", RenameAsync).Requires(IdentityPermissions.Organization)
            .WithName("identity.rename-unit")
            .WithSummary("Rename a unit");
        units.MapPut("/{id}/region", SetRegionAsync).Requires(IdentityPermissions.Organization)
            .WithName("identity.set-unit-region")
            .WithSummary("Set the region a unit answers for, and so what its officers reach");
        units.MapDelete("/{id}", RemoveAsync).Requires(IdentityPermissions.Organization)
            .WithName("identity.remove-unit")
            .WithSummary("Remove a unit without children and posts");
    }

    private static async Task<IResult> AddAsync(
        UnitWish wish, IOrganizations units, ICallerSource callers, CancellationToken cancellationToken)
    {
        var unit = new Unit("", wish.ParentId, wish.Name, wish.Level, wish.RegionCode ?? "", wish.CreditCode);
        var added = await units.AddAsync(await callers.CurrentAsync(cancellationToken), unit, cancellationToken);
        return Answers.Created(added, u => $"/api/identity/units/{u.Id}");
    }

    private static async Task<IResult> RenameAsync(
        string id, LocalText name, IOrganizations units, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(
            await units.RenameAsync(await callers.CurrentAsync(cancellationToken), id, name, cancellationToken));

    private static async Task<IResult> SetRegionAsync(
        string id, RegionWish wish, IOrganizations units, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(await units.SetRegionAsync(
            await callers.CurrentAsync(cancellationToken), id, wish.RegionCode ?? "", cancellationToken));

    private static async Task<IResult> RemoveAsync(
        string id, IOrganizations units, ICallerSource callers, CancellationToken cancellationToken) =>
        Answers.NoContent(
            await units.RemoveAsync(await callers.CurrentAsync(cancellationToken), id, cancellationToken));
}
