using Lingnan.Kernel;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Contracts;

/// <summary>Permissions over accounts and the organisation.</summary>
public static class IdentityPermissions
{
    /// <summary>See accounts, posts and roles.</summary>
    public static readonly Permission Read = new("identity.read", new LocalText("查看账号与岗位", "See accounts and posts"));
    /// <summary>Make, change, suspend and remove accounts and give posts.</summary>
    public static readonly Permission Accounts =
        new("identity.accounts", new LocalText("管理账号与岗位", "Administer accounts and posts"));
    /// <summary>Change the organisation tree.</summary>
    public static readonly Permission Organization =
        new("identity.organization", new LocalText("管理组织机构", "Administer the organisation"));
    /// <summary>Confirm a citizen's identity at a counter.</summary>
    public static readonly Permission Confirm =
        new("identity.confirm", new LocalText("柜台核验市民身份", "Confirm citizens at a counter"));

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Permission> All { get; } = [Read, Accounts, Organization, Confirm];
}
