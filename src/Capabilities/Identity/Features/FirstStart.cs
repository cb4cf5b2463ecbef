using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>The first administrator of a production city: an account without a password, and a one-time link to
/// it.</summary>
internal sealed class FirstStart(IDatabase database, CityOptions city, IdSource ids, TimeProvider time) : IFirstStart
{
    private const string UserName = "administrator";
    private static readonly Caller Starter = Caller.System("first-start");

    public async Task<Result<string?>> EnsureAdministratorLinkAsync(CancellationToken cancellationToken)
    {
        if (city.IsDemo) return Result<string?>.Ok(null);
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        if (!await CityKind.ClaimAsync(map, CityKind.Production, cancellationToken)
            || await map.Accounts.AnyAsync(a => a.DemoId != null, cancellationToken))
            return new Error(IdentityErrors.DemoInProduction);
        if (await map.HasOtherAdministratorAsync("", cancellationToken))
        {
            session.Unaudited("The city is marked as one of production; nothing else changes.");
            await session.CommitAsync(cancellationToken);
            return Result<string?>.Ok(null);
        }

        var now = time.GetUtcNow();
        var account = await FindOrAddAsync(map, now, cancellationToken);
        // An administrator who was suspended or lost the password stands again: whoever starts the program owns it.
        account.SuspendedAt = null;
        var path = await OneTimeLinks.MakeAsync(map, account.Id, now, cancellationToken);
        session.Audit(Details.Entry(Starter, "identity.first-administrator-link", account));
        await session.CommitAsync(cancellationToken);
        return path;
    }

    private async Task<AccountRow> FindOrAddAsync(IdentityContext map, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        var root = await map.Units.SingleOrDefaultAsync(u => u.ParentId == null, cancellationToken);
        if (root is null)
        {
            // Digits of no region: any city's towns may stand under it.
            var unit = new Unit(ids.Next("o"), null, new LocalText("本市", "The city"), UnitLevel.City, "000000", null);
            map.Units.Add(root = ChangeUnits.Row(unit, now));
        }

        var account = await map.Accounts.SingleOrDefaultAsync(a => a.UserName == UserName, cancellationToken);
        if (account is null)
        {
            account = new AccountRow
            {
                Id = ids.Next("a"),
                Kind = CallerKind.Officer,
                UserName = UserName,
                DisplayName = "系统管理员",
                CreatedAt = now.ToMicros(),
            };
            map.Accounts.Add(account);
        }

        var post = await map.Posts.FindAsync([account.Id, root.Id, Roles.Administrator], cancellationToken);
        if (post is null)
            map.Posts.Add(new PostRow { AccountId = account.Id, UnitId = root.Id, RoleId = Roles.Administrator });
        return account;
    }
}
