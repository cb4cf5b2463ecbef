using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;

namespace Lingnan.Identity.Tests.Model;

public class RolesTests
{
    [Fact]
    public void Whoever_gives_posts_sees_no_personal_data_whole() =>
        Assert.DoesNotContain(Roles.All, r => r.Permissions.Contains("identity.accounts")
            && r.Permissions.Contains("registries.unmask"));

    [Fact]
    public void Whoever_reviews_the_log_changes_nothing()
    {
        var changing = new[] { "registries.write", "registries.import", "identity.accounts", "identity.organization",
            "identity.confirm", "platform.operate" };
        Assert.Empty(Roles.Find(Roles.Auditor)!.Permissions.Intersect(changing));
    }

    [Fact]
    public void Own_permissions_named_by_roles_are_declared()
    {
        var declared = IdentityPermissions.All.Select(p => p.Code).ToHashSet();
        var named = Roles.All.SelectMany(r => r.Permissions).Where(p => p.StartsWith("identity."));
        Assert.All(named, code => Assert.Contains(code, declared));
    }
}
