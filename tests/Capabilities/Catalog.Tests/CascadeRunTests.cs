using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

/// <summary>A city asks the catalogues of its towns, and shows how that went.</summary>
public class CascadeRunTests
{
    private const string Town = "441900003", Reporters = "/api/catalog/reporters";

    [Theory, EachDatabase]
    public async Task What_a_town_published_is_fetched_and_a_town_that_is_down_is_told(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var officer = city.As("publish@");
        string address;
        await using (var town = await HttpCity.StartAsync(Engine.Sqlite))
        {
            address = town.Address;
            await town.PublishAsync(CatalogCity.Sample("镇学校名录"));
            using var set = await officer.PutAsJsonAsync($"{Reporters}/{Town}", new { address = address + "/" });
            Assert.Equal((address, "waiting"), await SaysAsync(set));
            var ran = await RunAsync(officer);
            Assert.Equal(("good", 1), (ran.GetProperty("state").GetString(), ran.GetProperty("resources").GetInt32()));
            var position = ran.GetProperty("position").GetInt64();
            Assert.True((await city.Catalog.GetAsync("201001441900003-000001", Caller.Nobody)).IsOk);

            await town.PublishAsync(CatalogCity.Sample("镇诊所名录"));
            var next = await RunAsync(officer);
            Assert.Equal(2, next.GetProperty("resources").GetInt32());
            Assert.True(next.GetProperty("position").GetInt64() > position);
            Assert.Equal(
                next.GetProperty("position").GetInt64(), (await RunAsync(officer)).GetProperty("position").GetInt64());
        }
        var down = await RunAsync(officer);
        Assert.Equal(
            ("failed", "catalog.cascade.unreachable", 2),
            (down.GetProperty("state").GetString(), down.GetProperty("error").GetProperty("code").GetString(),
                down.GetProperty("resources").GetInt32()));
        var listed = Assert.Single((await officer.GetFromJsonAsync<JsonElement>(Reporters)).EnumerateArray());
        Assert.Equal(down.GetRawText(), listed.GetRawText());

        using var moved = await officer.PutAsJsonAsync(
            $"{Reporters}/{Town}", new { address = city.Address + "/api/catalog/resources" });
        Assert.Equal("good", (await SaysAsync(moved)).State);
        Assert.Equal(
            "catalog.cascade.answer",
            (await RunAsync(officer)).GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_address_that_leads_elsewhere_and_an_officer_of_another_town_are_refused()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var officer = city.As("publish@");
        foreach (var address in new[]
        {
            "http://town.example", "ftp://town.example", "https://a:b@town.example", "https://town.example/?x=1",
            "town.example", "file:///etc/passwd", "https://" + new string('a', 300) + ".example",
        })
        {
            using var refused = await officer.PutAsJsonAsync($"{Reporters}/{Town}", new { address });
            Assert.Equal("catalog.cascade.address", await CodeAsync(refused));
        }
        using var unknown = await officer.PostAsync($"{Reporters}/{Town}/run", null);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        (await officer.PutAsJsonAsync($"{Reporters}/{Town}", new { address = "" })).Dispose();
        using var sends = await officer.PostAsync($"{Reporters}/{Town}/run", null);
        Assert.Equal("catalog.cascade.no-address", await CodeAsync(sends));
        using var other = city.As("publish@441900004");
        using var foreign = await other.PutAsJsonAsync(
            $"{Reporters}/{Town}", new { address = "https://town.example" });
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        Assert.Empty((await other.GetFromJsonAsync<JsonElement>(Reporters)).EnumerateArray());
        using var nobody = city.Nobody();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.GetAsync(Reporters)).StatusCode);
    }

    private static async Task<JsonElement> RunAsync(HttpClient officer)
    {
        using var ran = await officer.PostAsync($"{Reporters}/{Town}/run", null);
        Assert.Equal(HttpStatusCode.OK, ran.StatusCode);
        return await HttpCity.JsonAsync(ran);
    }

    private static async Task<(string? Address, string? State)> SaysAsync(HttpResponseMessage answer)
    {
        var said = await HttpCity.JsonAsync(answer);
        return (said.GetProperty("address").GetString(), said.GetProperty("state").GetString());
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString();
}
