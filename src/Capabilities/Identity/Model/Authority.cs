using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Model;

/// <summary>Whether one account may act on another. Who answers for a town administers posts in that town only, and
/// never an account that also holds a post beyond it.</summary>
internal static class Authority
{
    /// <param name="caller">Who acts.</param>
    /// <param name="permission">What they do.</param>
    /// <param name="prefixes">Region prefixes of the posts concerned; none (a citizen, an officer without a post)
    /// takes city-wide reach.</param>
    public static bool Reaches(Caller caller, Permission permission, IReadOnlyList<string> prefixes)
    {
        var reach = caller.Reach(permission);
        return prefixes.Count == 0
            ? reach.Contains("")
            : prefixes.All(inner => reach.Any(outer => RegionReach.Covers(outer, inner)));
    }

    /// <summary>What the caller may administer.</summary>
    public static bool Administers(Caller caller, IReadOnlyList<string> prefixes) =>
        Reaches(caller, IdentityPermissions.Accounts, prefixes);
}
