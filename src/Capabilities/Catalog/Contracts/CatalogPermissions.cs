using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Contracts;

/// <summary>Permissions of the catalogue.</summary>
public static class CatalogPermissions
{
    /// <summary>See drafts, reviews and withdrawn resources.</summary>
    public static readonly Permission Read = new(
        "catalog.read", new LocalText("查看目录草稿与审核情况", "See catalogue drafts and reviews"));
    /// <summary>Write drafts and hand them in.</summary>
    public static readonly Permission Edit = new("catalog.edit", new LocalText("编制信息资源目录", "Write catalogue entries"));
    /// <summary>Send back what was handed in.</summary>
    public static readonly Permission Review = new(
        "catalog.review", new LocalText("审核信息资源目录", "Review catalogue entries"));
    /// <summary>Publish and withdraw.</summary>
    public static readonly Permission Publish = new(
        "catalog.publish", new LocalText("发布与撤销信息资源目录", "Publish and withdraw catalogue entries"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Permission> All { get; } = [Read, Edit, Review, Publish];
}
