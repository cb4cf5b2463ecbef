using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Features;

/// <summary>What a reader sees: everyone what is published, officers the drafts within their reach.</summary>
internal static class Sight
{
    public static bool Sees(StoredResource resource, Caller caller) =>
        Lifecycle.IsPublic(resource.State) || SeesDrafts(resource, caller);

    // Most readers see none, and are not worth reading a description for.
    public static bool SeesDrafts(StoredResource resource, Caller caller) =>
        caller.Reach(CatalogPermissions.Read).Count > 0
        && caller.Has(CatalogPermissions.Read, Descriptions.Read(resource.LatestBody).Region);
}
