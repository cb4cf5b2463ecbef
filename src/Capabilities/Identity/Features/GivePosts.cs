using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Sessions;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Replaces the posts of an officer.</summary>
internal sealed class GivePosts(IDatabase database, SessionStore sessions)
{
    public async Task<Result<Done>> RunAsync(
        Caller caller, string id, IReadOnlyList<NewPost> posts, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var target = await AccountTarget.FindAsync(session, caller, id, cancellationToken);
        if (!target.IsOk) return target.Error;
        if (target.Value.Row.Kind != CallerKind.Officer) return new Error(IdentityErrors.AccountNotOfficer);
        var held = await JudgeAsync(map, caller, id, posts, cancellationToken);
        if (!held.IsOk) return held.Error;
        if (!held.Value.AdministersCity()
            && await target.Value.CheckDispensableAsync(map, cancellationToken) is { } last) return last;

        var wanted = held.Value.Select(p => (p.Unit.Id, p.RoleId)).ToHashSet();
        var kept = await map.Posts.Where(p => p.AccountId == id).ToListAsync(cancellationToken);
        map.Posts.RemoveRange(kept.Where(p => !wanted.Contains((p.UnitId, p.RoleId))));
        wanted.ExceptWith(kept.Select(p => (p.UnitId, p.RoleId)));
        map.Posts.AddRange(wanted.Select(p => new PostRow { AccountId = id, UnitId = p.Id, RoleId = p.RoleId }));
        session.Audit(Details.Entry(caller, "identity.posts-given", target.Value.Row, new { posts }));
        await session.CommitAsync(cancellationToken);
        sessions.Forget(id);
        return Done.Value;
    }

    /// <summary>The posts with their units, when the caller may give every one of them.</summary>
    public static async Task<Result<IReadOnlyList<HeldPost>>> JudgeAsync(
        IdentityContext map, Caller caller, string accountId, IReadOnlyList<NewPost> posts,
        CancellationToken cancellationToken)
    {
        if (posts.Count > IdentityLimits.PostsPerAccount)
            return Error.Of(IdentityErrors.AccountPosts, ("max", IdentityLimits.PostsPerAccount));
        if (posts.Any(p => !UserNames.IsPlain(p.UnitId))) return new Error(IdentityErrors.UnitNotFound);
        var unitIds = posts.Select(p => p.UnitId).Distinct().ToList();
        var units = await map.Units.Where(u => unitIds.Contains(u.Id)).ToDictionaryAsync(u => u.Id, cancellationToken);
        var held = new List<HeldPost>();
        foreach (var post in posts.Distinct())
        {
            if (Roles.Find(post.RoleId) is null) return Error.Of(IdentityErrors.RoleNotFound, ("role", post.RoleId));
            if (!units.TryGetValue(post.UnitId, out var unit)) return new Error(IdentityErrors.UnitNotFound);
            held.Add(new HeldPost(accountId, post.RoleId, unit));
        }

        return Authority.Administers(caller, [.. held.Select(p => p.RegionPrefix)])
            ? Result<IReadOnlyList<HeldPost>>.Ok(held)
            : new Error(IdentityErrors.Forbidden);
    }
}
