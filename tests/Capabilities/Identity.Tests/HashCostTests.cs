using Lingnan.Identity.Contracts;
using Lingnan.Identity.Passwords;
using Lingnan.Platform.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Lingnan.Identity.Tests;

public class HashCostTests
{
    [Theory]
    [InlineData("auditor", "wrong")]
    [InlineData("no-such-name", "wrong")]
    [InlineData("13912345678", "wrong")]
    [InlineData("without-password", "wrong")]
    [InlineData("locked", "kapok-bridge-lamp")]
    [InlineData("suspended", "kapok-bridge-lamp")]
    public async Task A_refusal_costs_one_hash_whatever_was_wrong(string userName, string password)
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        await city.Get<IAccounts>().CreateOfficerAsync(city.Root, new NewOfficer("without-password", "王芳", []));
        await city.OfficerAsync("locked", "kapok-bridge-lamp");
        for (var i = 0; i < 5; i++) await city.Get<ISessions>().SignInAsync("locked", "wrong", "test", null);
        var suspended = await city.OfficerAsync("suspended", "kapok-bridge-lamp");
        await city.Get<IAccounts>().SetActiveAsync(city.Root, suspended.Id, false);

        var hasher = (CountingHasher)city.Get<IPasswordHasher<PasswordVault>>();
        var before = hasher.Verified;
        Assert.Equal("identity.sign-in.refused",
            (await city.Get<ISessions>().SignInAsync(userName, password, "test", null)).Error?.Code);
        Assert.Equal(before + 1, hasher.Verified);
    }

    [Fact]
    public void The_floor_of_rounds_is_that_of_owasp_for_this_function() =>
        Assert.True(IdentityLimits.HashIterations >= 210_000);
}

/// <summary>The real hasher, counted.</summary>
internal sealed class CountingHasher(IOptions<PasswordHasherOptions> options) : PasswordHasher<PasswordVault>(options)
{
    private int _verified;

    public int Verified => _verified;

    public override PasswordVerificationResult VerifyHashedPassword(PasswordVault user, string hashedPassword,
        string providedPassword)
    {
        Interlocked.Increment(ref _verified);
        return base.VerifyHashedPassword(user, hashedPassword, providedPassword);
    }
}
