using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

public class UnitTests
{
    [Theory, EachDatabase]
    public async Task The_tree_grows_and_shrinks(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var administrator = await city.AsAsync("administrator");
        var wish = new { parentId = IdentityCity.TownId, name = new { zh = "新村", en = "New Village" }, level = 2,
            regionCode = "441900003200" };
        using var added = await administrator.PostAsJsonAsync("/api/identity/units", wish);
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        var id = (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();

        Assert.Equal(["江城市", "东岸镇", "新村", "西岸镇"], await NamesAsync(administrator));
        Assert.Equal("identity.unit.in-use",
            await Problems.CodeAsync(await administrator.DeleteAsync($"/api/identity/units/{IdentityCity.TownId}")));
        Assert.Null(await Problems.CodeAsync(await administrator.PutAsJsonAsync($"/api/identity/units/{id}/name",
            new { zh = "旧村", en = "Old Village" })));
        Assert.Equal(["江城市", "东岸镇", "旧村", "西岸镇"], await NamesAsync(administrator));
        Assert.Null(await Problems.CodeAsync(await administrator.DeleteAsync($"/api/identity/units/{id}")));
        Assert.Equal("identity.unit.not-found",
            await Problems.CodeAsync(await administrator.DeleteAsync($"/api/identity/units/{id}")));
        Assert.Equal(["江城市", "东岸镇", "西岸镇"], await NamesAsync(administrator));
    }

    [Theory, EachDatabase]
    public async Task Only_one_root_and_only_within_reach(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var units = city.Get<IOrganizations>();
        var second = new Unit("", null, new LocalText("另一市", "Other"), UnitLevel.City, "442000", null);
        Assert.Equal("identity.unit.root-exists", (await units.AddAsync(city.Root, second)).Error?.Code);
        Assert.Equal("identity.unit.not-found", (await units.AddAsync(city.Root, second with { ParentId = "o_none" }))
            .Error?.Code);

        await city.OfficerAsync("town.head", "kapok-bridge-lamp", new NewPost(IdentityCity.TownId, "administrator"));
        var head = (await city.Get<ISessions>().SignInAsync("town.head", "kapok-bridge-lamp", "test", null))
            .Value.Caller;
        var village = new Unit("", IdentityCity.TownId, new LocalText("新村", "New Village"), UnitLevel.Village,
            "441900003200", null);
        var elsewhere = village with { ParentId = IdentityCity.OtherTownId, RegionCode = "441900004200" };
        Assert.True((await units.AddAsync(head, village)).IsOk);
        Assert.Equal("identity.forbidden", (await units.AddAsync(head, elsewhere)).Error?.Code);
        Assert.Equal("identity.forbidden",
            (await units.RenameAsync(head, IdentityCity.CityId, new LocalText("我的市", "Mine"))).Error?.Code);
        var auditor = await city.CallerAsync("auditor");
        Assert.Equal("identity.forbidden", (await units.AddAsync(auditor, village)).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task A_region_is_set_by_who_manages_the_unit_and_the_one_above(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var units = city.Get<IOrganizations>();
        await city.OfficerAsync("town.head", "kapok-bridge-lamp", new NewPost(IdentityCity.TownId, "administrator"));
        var sessions = city.Get<ISessions>();
        var head = (await sessions.SignInAsync("town.head", "kapok-bridge-lamp", "test", null)).Value;
        Assert.Equal("identity.forbidden",
            (await units.SetRegionAsync(head.Caller, IdentityCity.TownId, "441900003")).Error?.Code);
        Assert.Equal(
            "kernel.region-code.province",
            (await units.SetRegionAsync(city.Root, IdentityCity.TownId, "000000")).Error?.Code);
        Assert.Equal(
            "identity.unit.region",
            (await units.SetRegionAsync(city.Root, IdentityCity.TownId, "442000005")).Error?.Code);
        var below = await units.SetRegionAsync(city.Root, IdentityCity.CityId, "442000");
        Assert.Equal("identity.unit.below-outside", below.Error?.Code);

        using var administrator = await city.AsAsync("administrator");
        using var done = await administrator.PutAsJsonAsync(
            $"/api/identity/units/{IdentityCity.TownId}/region", new { regionCode = "441900005000" });
        Assert.Null(await Problems.CodeAsync(done));
        Assert.Equal("441900005", (await units.TreeAsync()).Single(u => u.Id == IdentityCity.TownId).RegionCode);
        var now = (await sessions.SignInAsync("town.head", "kapok-bridge-lamp", "test", null)).Value.Caller;
        Assert.True(now.Has(IdentityPermissions.Organization, "441900005001"));
        Assert.False(now.Has(IdentityPermissions.Organization, "441900003001"));
    }

    private static async Task<IEnumerable<string?>> NamesAsync(HttpClient client)
    {
        var tree = await client.GetFromJsonAsync<JsonElement>("/api/identity/units");
        return tree.EnumerateArray().Select(u => u.GetProperty("name").GetProperty("zh").GetString());
    }
}
