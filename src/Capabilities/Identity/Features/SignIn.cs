using Lingnan.Identity.Contracts;
using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Lingnan.Kernel;
using Lingnan.Platform;

namespace Lingnan.Identity.Features;

/// <summary>Signs in by name and password, or by one click in a demonstration.</summary>
internal sealed class SignIn(CheckPassword checkPassword, OpenSession openSession, CitizenIndex citizens,
    DemoAccounts demo, CityOptions city)
{
    public async Task<Result<NewSession>> RunAsync(
        string userName, string password, Origin origin, CancellationToken cancellationToken)
    {
        var account = await checkPassword.RunAsync(
            Whose(userName), password, origin, cancellationToken, MarkOf(userName));
        return account.IsOk ? await openSession.RunAsync(account.Value.Id, origin, cancellationToken) : account.Error;
    }

    /// <summary>One click, for the accounts that the seeder made; one that was suspended or removed stays
    /// out.</summary>
    public async Task<Result<NewSession>> RunDemoAsync(string demoId, Origin origin,
        CancellationToken cancellationToken)
    {
        if (!city.IsDemo || demo.Find(demoId) is null) return new Error(IdentityErrors.NotADemo);
        var id = await demo.AccountIdAsync(demoId, cancellationToken);
        return id is null ? new Error(IdentityErrors.NotADemo)
            : await openSession.RunAsync(id, origin, cancellationToken);
    }

    private string? MarkOf(string userName)
    {
        var folded = UserNames.Fold(userName);
        return ResidentId.Parse(folded) is { IsOk: true } resident ? citizens.Of(resident.Value)
            : MobileNumber.Parse(folded) is { IsOk: true } mobile ? citizens.Of(mobile.Value)
            : null;
    }

    private Func<IQueryable<AccountRow>, IQueryable<AccountRow>> Whose(string userName)
    {
        var folded = UserNames.Fold(userName);
        if (ResidentId.Parse(folded) is { IsOk: true } resident)
        {
            var index = citizens.Of(resident.Value);
            return accounts => accounts.Where(a => a.ResidentIndex == index);
        }

        if (MobileNumber.Parse(folded) is { IsOk: true } mobile)
        {
            var index = citizens.Of(mobile.Value);
            return accounts => accounts.Where(a => a.MobileIndex == index);
        }

        return accounts => accounts.Where(a => a.UserName == folded);
    }
}
