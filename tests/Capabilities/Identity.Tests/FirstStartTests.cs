using System.Net;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

public class FirstStartTests
{
    private const string Password = "kapok-bridge-lamp";

    [Theory, EachDatabase]
    public async Task A_production_city_gets_its_administrator_by_a_one_time_link(Engine engine)
    {
        await using var city = await IdentityCity.StartEmptyAsync(engine, null);
        var start = city.Get<IFirstStart>();
        var accounts = city.Get<IAccounts>();
        var first = (await start.EnsureAdministratorLinkAsync()).Value;
        var second = (await start.EnsureAdministratorLinkAsync()).Value;
        Assert.NotNull(first);
        Assert.NotEqual(first, second);
        Assert.Equal("identity.link.invalid",
            (await accounts.SetPasswordByLinkAsync(IdentityCity.TokenOf(first), Password)).Error?.Code);
        Assert.True((await accounts.SetPasswordByLinkAsync(IdentityCity.TokenOf(second!), Password)).IsOk);
        Assert.Null((await start.EnsureAdministratorLinkAsync()).Value);

        var caller = (await city.Get<ISessions>().SignInAsync("administrator", Password, "test", null)).Value.Caller;
        Assert.True(caller.Has(IdentityPermissions.Accounts, null));
        Assert.Empty(city.Get<ISessions>().DemoAccounts);
        var root = Assert.Single(await city.Get<IOrganizations>().TreeAsync());
        var town = new Unit("", root.Id, new("东岸镇", "East Bank"), UnitLevel.Town, "441900003000", null);
        Assert.True((await city.Get<IOrganizations>().AddAsync(caller, town)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task Demo_data_is_refused_in_production_and_demo_accounts_are_nobody(Engine engine)
    {
        await using var demo = await IdentityCity.StartAsync(engine);
        var token = await demo.SignInAsync("administrator", demo.Get<ISessions>()
            .DemoAccounts.Single(a => a.Id == "administrator").Password);
        await using var city = await demo.StartAgainAsync(null);

        Assert.Equal("identity.demo-data-in-production", (await city.Get<IFirstStart>().EnsureAdministratorLinkAsync())
            .Error?.Code);
        Assert.False((await city.Get<ISessions>().ResolveAsync(token)).IsKnown);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AskTokenAsync("administrator", "arcade-key-cabinet"))
            .StatusCode);
        Assert.Equal("identity.demo-refused", (await city.Get<ISessions>().SignInDemoAsync("administrator", "test"))
            .Error?.Code);
        Assert.Equal("identity.demo-refused", (await city.SeedAsync()).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task A_production_city_is_never_seeded(Engine engine)
    {
        await using var city = await IdentityCity.StartEmptyAsync(engine, null);
        Assert.True((await city.Get<IFirstStart>().EnsureAdministratorLinkAsync()).IsOk);
        await using var demo = await city.StartAgainAsync("hamlet");
        Assert.Equal("identity.demo-refused", (await demo.SeedAsync()).Error?.Code);
        Assert.Single(await demo.Get<IOrganizations>().TreeAsync());
    }

    [Theory, EachDatabase]
    public async Task Seeding_again_changes_nothing(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        Assert.True((await city.SeedAsync()).IsOk);
        Assert.Equal(3, (await city.Get<IOrganizations>().TreeAsync()).Count);
        Assert.Equal(6, (await city.Get<IAccounts>().ListAsync(city.Root, null, null, null, 200)).Value.Items.Count);
        Assert.Null((await city.Get<IFirstStart>().EnsureAdministratorLinkAsync()).Value);
    }

    [Theory, EachDatabase]
    public async Task A_lost_administrator_password_is_mended_at_the_next_start(Engine engine)
    {
        await using var city = await IdentityCity.StartEmptyAsync(engine, null);
        var start = city.Get<IFirstStart>();
        var accounts = city.Get<IAccounts>();
        await accounts.SetPasswordByLinkAsync(
            IdentityCity.TokenOf((await start.EnsureAdministratorLinkAsync()).Value!), Password);
        var account = (await accounts.ListAsync(city.Root, "administrator", null, null, 1)).Value.Items.Single();
        await accounts.ResetPasswordAsync(city.Root, account.Id);
        Assert.NotNull((await start.EnsureAdministratorLinkAsync()).Value);
    }
}
