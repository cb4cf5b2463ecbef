using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Makes an officer's account, without a password: its owner sets one by the one-time link.</summary>
internal sealed class CreateOfficer(IDatabase database, IdSource ids, TimeProvider time)
{
    public async Task<Result<NewAccount>> RunAsync(Caller caller, NewOfficer officer,
        CancellationToken cancellationToken)
    {
        if (!caller.Has(IdentityPermissions.Accounts)) return new Error(IdentityErrors.Forbidden);
        var userName = UserNames.Fold(officer.UserName ?? "");
        if (!UserNames.IsValid(userName)) return Error.Of(IdentityErrors.AccountUserName,
            ("max", IdentityLimits.UserNameLength));
        var name = officer.DisplayName?.Trim() ?? "";
        if (name.Length == 0 || !UserNames.IsPlain(name)) return new Error(IdentityErrors.AccountName);

        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        var now = time.GetUtcNow();
        var row = new AccountRow
        {
            Id = ids.Next("a"),
            Kind = CallerKind.Officer,
            UserName = userName,
            DisplayName = name,
            CreatedAt = now.ToMicros(),
        };
        var posts = await GivePosts.JudgeAsync(map, caller, row.Id, officer.Posts ?? [], cancellationToken);
        if (!posts.IsOk) return posts.Error;
        if (await map.Accounts.AnyAsync(a => a.UserName == userName, cancellationToken))
            return Error.Of(IdentityErrors.AccountUserNameTaken, ("name", userName));

        map.Accounts.Add(row);
        map.Posts.AddRange(
            posts.Value.Select(p => new PostRow { AccountId = row.Id, UnitId = p.Unit.Id, RoleId = p.RoleId }));
        var path = await OneTimeLinks.MakeAsync(map, row.Id, now, cancellationToken);
        session.Audit(Details.Entry(caller, "identity.account-created", row, new { userName, officer.Posts }));
        try { await session.CommitAsync(cancellationToken); }
        catch (DbUpdateException race) when (race.IsDuplicate())
        {
            return Error.Of(IdentityErrors.AccountUserNameTaken, ("name", userName));
        }

        return new NewAccount(AccountQueries.View(row, posts.Value), path);
    }
}
