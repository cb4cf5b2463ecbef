using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Passwords;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Makes the organisation and the demo accounts of a preset city.</summary>
internal sealed class DemoSeeder(
    IDatabase database, CityOptions city, PasswordVault vault, CitizenIndex citizens, IdSource ids, TimeProvider time)
        : IDemoSeeder
{
    private static readonly Caller Seeder = Caller.System("demo-seeder");

    public async Task<Result<Done>> SeedAsync(DemoCity demo, CancellationToken cancellationToken)
    {
        if (!city.IsDemo) return new Error(IdentityErrors.NotADemo);
        var hashes = await HashMissingAsync(cancellationToken);
        await using var session = await database.WriteAsync(cancellationToken);
        var map = session.Map<IdentityContext>();
        if (!await CityKind.ClaimAsync(map, CityKind.Demo, cancellationToken))
            return new Error(IdentityErrors.NotADemo);

        var now = time.GetUtcNow();
        var knownUnits = await map.Units.Select(u => u.Id).ToHashSetAsync(cancellationToken);
        map.Units.AddRange(demo.Units.Where(u => !knownUnits.Contains(u.Id)).Select(u => ChangeUnits.Row(u, now)));
        foreach (var (account, role) in DemoAccounts.All.Where(a => hashes.ContainsKey(a.Account.Id)))
        {
            var row = role is null ? Citizen(account, demo.Citizen, hashes[account.Id], now)
                : Officer(account, hashes[account.Id], now);
            if (row is null) continue;
            map.Accounts.Add(row);
            if (role is not null)
                map.Posts.Add(new PostRow { AccountId = row.Id, UnitId = UnitOf(role, demo), RoleId = role });
        }

        session.Audit(new AuditEntry
        {
            Caller = Seeder,
            Action = "identity.demo-seeded",
            Object = "identity:demo",
            DetailJson = Details.Json(new { units = demo.Units.Count }),
        });
        await session.CommitAsync(cancellationToken);
        return Done.Value;
    }

    /// <summary>Hashes are dear, so they are made before the writer is held, and only for accounts not yet
    /// there.</summary>
    private async Task<IReadOnlyDictionary<string, string>> HashMissingAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var known = await session.Map<IdentityContext>().Accounts.Where(a => a.DemoId != null)
            .Select(a => a.DemoId!).ToHashSetAsync(cancellationToken);
        return DemoAccounts.All.Where(a => !known.Contains(a.Account.Id))
            .ToDictionary(a => a.Account.Id, a => vault.Hash(a.Account.Password));
    }

    private static string UnitOf(string role, DemoCity demo) => role switch
    {
        Roles.TownOfficer or Roles.WindowOfficer =>
            demo.TownUnitId ?? demo.Units.FirstOrDefault(u => u.Level == UnitLevel.Town)?.Id ?? demo.Units[0].Id,
        Roles.DataManager => demo.DataUnitId ?? demo.Units[0].Id,
        _ => demo.Units[0].Id,
    };

    private AccountRow Officer(DemoAccount account, string hash, DateTimeOffset now) => new()
    {
        Id = ids.Next("a"),
        Kind = CallerKind.Officer,
        UserName = account.UserName,
        DisplayName = account.Title.Zh + "（演示）",
        PasswordHash = hash,
        CreatedAt = now.ToMicros(),
        DemoId = account.Id,
    };

    private AccountRow? Citizen(DemoAccount account, DemoCitizen? person, string hash, DateTimeOffset now)
    {
        if (person is null) return null;
        var number = ResidentId.Parse(person.ResidentId);
        var mobile = MobileNumber.Parse(person.Mobile);
        return new AccountRow
        {
            Id = ids.Next("a"),
            Kind = CallerKind.Citizen,
            // Real citizens have no sign-in name; this one has, so that the front page can print it.
            UserName = account.UserName,
            DisplayName = person.Name,
            ResidentIndex = number.IsOk ? citizens.Of(number.Value) : null,
            ResidentMasked = number.IsOk ? number.Value.ToMasked() : null,
            MobileIndex = mobile.IsOk ? citizens.Of(mobile.Value) : null,
            MobileMasked = mobile.IsOk ? mobile.Value.ToMasked() : null,
            PersonId = person.PersonId,
            Level = 1,
            PasswordHash = hash,
            CreatedAt = now.ToMicros(),
            DemoId = account.Id,
        };
    }
}
