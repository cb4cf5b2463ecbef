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

    public static bool SeesDrafts(StoredResource resource, Caller caller) =>
        caller.Has(CatalogPermissions.Read, Descriptions.Read(resource.LatestBody).Region);
}
