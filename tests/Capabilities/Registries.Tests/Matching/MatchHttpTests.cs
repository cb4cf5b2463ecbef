using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Matching;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Matching;

public sealed class MatchHttpTests
{
    private const string Person = "/api/registries/test/person";
    private const string Cases = Person + "/matching/cases";

    [Theory, EachDatabase]
    public async Task The_desk_keeps_out_who_has_no_right_or_another_region(Engine engine)
    {
        await using var city = await StartAsync(engine);
        var (_, pair) = await AskAsync(city);
        var one = "/api/registries/matching/cases/" + pair;
        foreach (var (client, status) in ((HttpClient, HttpStatusCode)[])[
            (city.Nobody(), HttpStatusCode.Unauthorized), (city.As("read@"), HttpStatusCode.Forbidden)])
        {
            Assert.Equal(status, (await client.GetAsync(Cases)).StatusCode);
            Assert.Equal(status, (await client.GetAsync(one)).StatusCode);
            Assert.Equal(status, (await DecideAsync(client, pair, "same")).StatusCode);
        }
        var far = city.As("read@,merge@442000");
        Assert.Empty((await far.GetFromJsonAsync<MatchCases>(Cases))!.Items);
        Assert.Equal("registries.reach.forbidden", await CodeAsync(await far.GetAsync(one)));
        Assert.Equal("registries.reach.forbidden", await CodeAsync(await DecideAsync(far, pair, "same")));
        var near = city.As("read@,merge@441900");
        Assert.Equal(pair, Assert.Single((await near.GetFromJsonAsync<MatchCases>(Cases))!.Items).Id);
        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(near, pair, "later")).StatusCode);
        Assert.Empty((await near.GetFromJsonAsync<MatchCases>(Cases))!.Items);
        Assert.Equal(HttpStatusCode.NotFound, (await DecideAsync(near, "mc_none", "same")).StatusCode);
    }

    [Theory, EachDatabase]
    public async Task A_pair_is_decided_once_and_about_the_row_that_was_seen(Engine engine)
    {
        await using var city = await StartAsync(engine);
        var (row, pair) = await AskAsync(city);
        var officer = city.As("read@,write@,merge@");
        using var seen = await officer.GetAsync("/api/registries/matching/cases/" + pair);
        Assert.Equal("\"1\"", seen.Headers.ETag?.Tag);
        (await officer.PatchAsJsonAsync($"{Person}/{row}", new { values = new { plate = "AB001" } }))
            .EnsureSuccessStatusCode();

        using var stale = await DecideAsync(officer, pair, "same", "\"1\"");
        Assert.Equal(
            (HttpStatusCode.PreconditionFailed, "registries.row.version"), (stale.StatusCode, await CodeAsync(stale)));
        Assert.Equal("registries.match.decision", await CodeAsync(await DecideAsync(officer, pair, "perhaps")));
        Assert.Equal("AB001", await PlateAsync(officer, row));
        using var same = await DecideAsync(officer, pair, "same", "\"2\"");
        Assert.True(same.StatusCode == HttpStatusCode.OK, await same.Content.ReadAsStringAsync());
        Assert.Equal("AB002", await PlateAsync(officer, row));
        using var again = await DecideAsync(officer, pair, "different");
        Assert.Equal(
            (HttpStatusCode.Conflict, "registries.match.conflict"), (again.StatusCode, await CodeAsync(again)));
        Assert.Equal("AB002", await PlateAsync(officer, row));
    }

    private static Task<HttpCity> StartAsync(Engine engine) =>
        HttpCity.StartAsync(engine, Declared.Packs(Declared.Divisions, DeskTests.People, Declared.Visits));

    /// <summary>A row of the register, and one that came in without a number and may be the same.</summary>
    private static async Task<(string Row, string Pair)> AskAsync(HttpCity city)
    {
        var made = await city.As("read@,write@").PostAsJsonAsync(
            Person, new { values = new { number = Declared.Number(1), name = "张伟", region = "441900003" } });
        made.EnsureSuccessStatusCode();
        var row = (await HttpCity.JsonAsync(made)).GetProperty("record").GetProperty("id").GetString()!;
        var incoming = new ValidRow
        {
            Line = 2,
            Values = new Dictionary<string, object?>
            {
                ["name"] = "章伟", ["birth"] = new DateOnly(1950, 1, 1), ["plate"] = "AB002",
            },
        };
        await using var session = await city.Services.GetRequiredService<IDatabase>().WriteAsync();
        session.Unaudited("test");
        var routed = await city.Services.GetRequiredService<MatchIncoming>().RouteAsync(
            session, city.Services.GetRequiredService<RegisterTables>().Of(DeskTests.People), [incoming], null,
            default);
        var pair = Assert.Single(routed).Pair!;
        Assert.True(await CaseStore.AddAsync(session, pair));
        await session.CommitAsync();
        return (row, pair.Id);
    }

    private static Task<HttpResponseMessage> DecideAsync(
        HttpClient client, string pair, string decision, string? ifMatch = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"/api/registries/matching/cases/{pair}/decision")
        {
            Content = JsonContent.Create(new { decision, reason = "核对证件" }),
        };
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return client.SendAsync(request);
    }

    private static async Task<string?> PlateAsync(HttpClient client, string row) =>
        (await client.GetFromJsonAsync<JsonElement>($"{Person}/{row}")).GetProperty("values").GetProperty("plate")
        .GetString();

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString();
}
