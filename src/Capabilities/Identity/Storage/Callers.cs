using Lingnan.Identity.Model;
using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Storage;

/// <summary>Makes the caller of an account: its posts times the permissions of their roles.</summary>
internal static class Callers
{
    public static Caller Of(AccountRow account, IReadOnlyList<HeldPost> posts) =>
        Of(account.Kind, account.Id, account.DisplayName, account.PersonId, posts);

    public static Caller Of(
        CallerKind kind, string accountId, string name, string? personId, IReadOnlyList<HeldPost> posts) => new()
        {
            Kind = kind,
            AccountId = accountId,
            Name = name,
            PersonId = personId,
            UnitId = posts.Count > 0 ? posts[0].Unit.Id : null,
            UnitName = posts.Count > 0 ? posts[0].Unit.NameZh : null,
            Grants = [.. posts.SelectMany(GrantsOf).Distinct()],
        };

    private static IEnumerable<Grant> GrantsOf(HeldPost post) =>
        Roles.Find(post.RoleId)?.Permissions.Select(code => new Grant(code, post.RegionPrefix)) ?? [];
}
