using System.Net;
using System.Net.Http.Json;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Sources;

public sealed class DoubtHttpTests
{
    private const string Row = "/api/registries/test/person";

    [Theory, EachDatabase]
    public async Task Only_the_unit_of_the_authority_answers(Engine engine)
    {
        await using var city = await StartAsync(engine, "o_police");
        var (id, doubt) = await DoubtAsync(city);
        foreach (var stranger in (string?[])[null, "o_health", "o_police_2"])
        {
            var refused = await AnswerAsync(city.As("read@,sources@", unit: stranger), doubt);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Equal(
                "registries.doubt.unit.forbidden", (await HttpCity.JsonAsync(refused)).GetProperty("code").GetString());
        }
        // Nor does the unit alone suffice, without the right or beyond its region.
        Assert.Equal(HttpStatusCode.Forbidden,
            (await AnswerAsync(city.As("read@", unit: "o_police"), doubt)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await AnswerAsync(city.As("read@,sources@441900006", unit: "o_police"), doubt)).StatusCode);
        Assert.Equal("open", (await OwnAsync(city, id)).State);

        var answered = await AnswerAsync(city.As("read@,sources@", unit: "o_police"), doubt);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        var told = await OwnAsync(city, id);
        Assert.Equal(("confirmed", "查阅底册"), (told.State, told.Answer));
    }

    [Theory, EachDatabase]
    public async Task Only_the_unit_of_the_source_that_stands_decides_a_difference(Engine engine)
    {
        await using var city = await StartAsync(engine, "o_police");
        var clerk = city.As("read@,write@");
        foreach (var (source, name) in ((string, string)[])[("police", "张伟"), ("health", "章伟")])
            (await clerk.PostAsJsonAsync(
                Row, new { values = new { number = Declared.Number(1), name }, source })).EnsureSuccessStatusCode();
        var open = Assert.Single(
            (await city.As("read@,sources@").GetFromJsonAsync<SourceCases>(Row + "/sources/cases"))!.Items);
        foreach (var stranger in (string?[])[null, "o_health"])
        {
            var refused = await DecideAsync(city.As("read@,sources@", unit: stranger), open.Id);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.Equal(
                "registries.source.unit.forbidden",
                (await HttpCity.JsonAsync(refused)).GetProperty("code").GetString());
        }
        var decided = await DecideAsync(city.As("read@,sources@", unit: "o_police"), open.Id);
        Assert.True(decided.IsSuccessStatusCode, await decided.Content.ReadAsStringAsync());

        static Task<HttpResponseMessage> DecideAsync(HttpClient caller, string id) => caller.PostAsJsonAsync(
            $"/api/registries/sources/cases/{id}/decision", new { decision = "health", reason = "核对证件" });
    }

    [Fact]
    public async Task Without_a_declared_unit_the_region_decides()
    {
        await using var city = await StartAsync(Engine.Sqlite, null);
        var (_, doubt) = await DoubtAsync(city);
        Assert.Equal(HttpStatusCode.OK, (await AnswerAsync(city.As("read@,sources@"), doubt)).StatusCode);
    }

    [Fact]
    public async Task Own_doubts_are_shown_to_who_raised_them_only()
    {
        await using var city = await StartAsync(Engine.Sqlite, null);
        var (id, _) = await DoubtAsync(city);
        Assert.Equal("name", (await OwnAsync(city, id)).Field);
        const string mine = "/api/registries/sources/doubts/mine";
        var other = await city.As("", "p_other", "a_other").GetFromJsonAsync<SourceDoubts>(mine);
        Assert.Empty(other!.Items);
        Assert.Equal(HttpStatusCode.Unauthorized, (await city.Nobody().GetAsync(mine)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity,
            (await city.As("", id, "a_self").GetAsync(mine + "?cursor=none")).StatusCode);
    }

    [Theory, EachDatabase]
    public async Task Work_lists_call_rows_by_masked_titles_within_the_right_to_read(Engine engine)
    {
        await using var city = await StartAsync(engine, null);
        var (id, _) = await DoubtAsync(city);
        foreach (var (source, name) in ((string, string)[])[("health", "章伟")])
            Assert.True((await city.As("read@,write@").PostAsJsonAsync(
                Row, new { values = new { number = Declared.Number(1), name }, source })).IsSuccessStatusCode);
        var reader = city.As("read@,sources@");
        var doubted = await reader.GetFromJsonAsync<SourceDoubts>(Row + "/sources/doubts");
        var differing = await reader.GetFromJsonAsync<SourceCases>(Row + "/sources/cases");
        Assert.Equal(
            [(id, "张*"), (id, "张*")],
            [
                .. doubted!.Items.Select(d => (d.RowId, d.Title)), .. differing!.Items.Select(c => (c.RowId, c.Title)),
            ]);
        // Even where an officer works on their own row.
        var own = city.As("read@,sources@", id, "a_own");
        var seen = await own.GetFromJsonAsync<SourceCases>(Row + "/sources/cases");
        Assert.Equal("张*", Assert.Single(seen!.Items).Title);
        var blind = await city.As("sources@").GetFromJsonAsync<SourceCases>(Row + "/sources/cases");
        Assert.Null(Assert.Single(blind!.Items).Title);
    }

    [Theory, EachDatabase]
    public async Task Work_lists_are_exported_whole_to_who_works_on_them(Engine engine)
    {
        await using var city = await StartAsync(engine, null);
        var (id, doubt) = await DoubtAsync(city);
        // More than a page of differences: 101 rows about which two sources say two things.
        var clerk = city.As("read@,write@");
        for (var i = 100; i <= 200; i++)
            foreach (var (source, name) in ((string, string)[])[("police", "张伟"), ("health", "章伟")])
                (await clerk.PostAsJsonAsync(
                    Row, new { values = new { number = Declared.Number(i), name }, source })).EnsureSuccessStatusCode();
        var reader = city.As("read@,sources@");
        const string cases = Row + "/sources/cases/export";
        const string doubts = Row + "/sources/doubts/export";
        using var answer = await reader.GetAsync(cases);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        var lines = (await answer.Content.ReadAsStringAsync()).TrimStart('\ufeff').Trim().Split("\r\n");
        Assert.Equal(102, lines.Length);
        Assert.Equal(102, lines.Distinct().Count());
        Assert.All(lines.Skip(1), line => Assert.Contains(",张*,", line, StringComparison.Ordinal));
        var doubted = (await reader.GetStringAsync(doubts)).Trim().Split("\r\n");
        Assert.Equal(2, doubted.Length);
        Assert.StartsWith($"{doubt},", doubted[1], StringComparison.Ordinal);
        Assert.Contains($",{id},张*,", doubted[1], StringComparison.Ordinal);
        Assert.DoesNotContain("张玮", doubted[1], StringComparison.Ordinal);
        Assert.Single((await reader.GetStringAsync(doubts + "?state=confirmed")).Trim().Split("\r\n"));
        using var workbook = await reader.GetAsync(cases + "?format=xlsx");
        Assert.StartsWith("PK", await workbook.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await clerk.GetAsync(cases)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await city.Nobody().GetAsync(doubts)).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await reader.GetAsync(cases + "?format=pdf")).StatusCode);
        var far = await city.As("read@,sources@440100").GetStringAsync(cases);
        Assert.Single(far.Trim().Split("\r\n"));
    }

    private static Task<HttpCity> StartAsync(Engine engine, string? unit)
    {
        var sources = SourceCity.People.Sources!;
        var people = SourceCity.People with
        {
            Sources = sources with { All = [sources.All[0] with { Unit = unit }, .. sources.All.Skip(1)] },
        };
        return HttpCity.StartAsync(engine, Declared.Packs(Declared.Divisions, people, Declared.Visits));
    }

    private static async Task<(string Row, string Doubt)> DoubtAsync(HttpCity city)
    {
        var said = await city.As("read@,write@").PostAsJsonAsync(
            Row, new { values = new { number = Declared.Number(1), name = "张伟" }, source = "police" });
        Assert.True(said.IsSuccessStatusCode, await said.Content.ReadAsStringAsync());
        var id = (await HttpCity.JsonAsync(said)).GetProperty("record").GetProperty("id").GetString()!;
        var raised = await city.As("", id, "a_self").PostAsJsonAsync(
            $"{Row}/{id}/doubts", new { field = "name", proposed = "张玮", reason = "证件上是另一字" });
        Assert.True(raised.IsSuccessStatusCode, await raised.Content.ReadAsStringAsync());
        return (id, (await HttpCity.JsonAsync(raised)).GetProperty("id").GetString()!);
    }

    private static async Task<SourceDoubt> OwnAsync(HttpCity city, string person) =>
        Assert.Single((await city.As("", person, "a_self").GetFromJsonAsync<SourceDoubts>(
            "/api/registries/sources/doubts/mine"))!.Items);

    private static Task<HttpResponseMessage> AnswerAsync(HttpClient caller, string doubt) => caller.PostAsJsonAsync(
        $"/api/registries/sources/doubts/{doubt}/answer", new { answer = "confirmed", reason = "查阅底册" });
}
