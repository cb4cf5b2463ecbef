using System.Net;
using System.Net.Http.Json;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Sources;

public sealed class SourceDeskTests
{
    [Theory, EachDatabase]
    public async Task A_decision_holds_until_the_word_that_would_stand_is_new(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var sources = city.Database.Get<ISources>();
        var number = Declared.Number(1);
        var id = await city.RowAsync("police", new { number, name = "张伟" });
        await city.RowAsync("health", new { number, name = "章伟" });
        var open = await OnlyAsync(sources);
        var told = (await sources.GetCaseAsync(open.Id, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
        Assert.Equal([("health", "章伟", false), ("police", "张伟", true)],
            told.Values.Select(v => (v.Source, (string)v.Value!, v.Stands)).Order());
        var masked = (await sources.GetCaseAsync(open.Id, false, RegisterCity.Root, null)).Value;
        Assert.All(masked.Values, v => Assert.True(v.IsMasked));

        Assert.Equal("registries.reason.missing", (await DecideAsync("health", "")).Error?.Code);
        Assert.Equal("registries.source.case.decision", (await DecideAsync("insurance", "核实")).Error?.Code);
        Assert.Equal("registries.source.case.decision", (await DecideAsync("enter", "核实")).Error?.Code);
        var decided = (await DecideAsync("health", "核对证件")).Value;
        Assert.Equal(("decided", "health", "核对证件", "test"),
            (decided.State, decided.Decision, decided.Reason, decided.DecidedBy));
        Assert.Equal("registries.source.case.conflict", (await DecideAsync("police", "反悔")).Error?.Code);
        Assert.Equal("章伟", await city.ValueAsync(id, "name"));
        Assert.Contains(city.Audit.Entries, e => e.Action == "registries.source-decided");

        // Repeated words, and a new one that agrees with the decision, change nothing and ask nobody.
        await city.RowAsync("police", new { number, name = "张伟" });
        await city.RowAsync("insurance", new { number, name = "章伟" });
        Assert.Equal("章伟", await city.ValueAsync(id, "name"));
        Assert.Empty(await OpenAsync(sources));
        // A new word that would not stand asks again; what was decided stands meanwhile.
        await city.RowAsync("insurance", new { number, name = "张维" });
        Assert.Equal("章伟", await city.ValueAsync(id, "name"));
        open = await OnlyAsync(sources);
        Assert.True((await DecideAsync("keep", "维持")).IsOk);
        // A new word of the authority stands.
        await city.RowAsync("police", new { number, name = "张玮" });
        Assert.Equal("张玮", await city.ValueAsync(id, "name"));

        Task<Kernel.Result<SourceCase>> DecideAsync(string decision, string reason) =>
            sources.DecideAsync(open.Id, decision, null, reason, RegisterCity.Root);
    }

    [Theory, EachDatabase]
    public async Task A_doubt_blocks_nobody_and_goes_to_the_authority(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var sources = city.Database.Get<ISources>();
        var number = Declared.Number(1);
        var id = await city.RowAsync("health", new { number, name = "章伟" });
        await city.RowAsync("police", new { number, name = "张伟" });
        var self = RegisterCity.Citizen(id);
        Assert.Equal("registries.doubt.forbidden", (await DoubtAsync(RegisterCity.Citizen("p_other"))).Error?.Code);
        var doubt = (await DoubtAsync(self)).Value;
        Assert.Equal(("police", "公安局"), (doubt.Source, doubt.Provider.Zh));
        Assert.Equal("registries.doubt.open.conflict", (await DoubtAsync(self)).Error?.Code);

        var row = await city.ReadWholeAsync(SourceCity.People, id);
        Assert.Equal("张伟", row.Values["name"]);
        Assert.Equal(["name"], row.Doubted!);
        var listed = (await sources.DoubtsAsync(
            new(SourceCity.People.Name, SourceStates.Open, Source: "police"), null, 10, RegisterCity.Root)).Value.Items;
        Assert.Equal(doubt.Id, Assert.Single(listed).Id);
        var detail = (await sources.GetDoubtAsync(
            doubt.Id, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
        Assert.Equal(("张伟", "张玮"), (detail.Standing, detail.Proposed));

        Assert.Equal("registries.doubt.answer", (await AnswerAsync("corrected", null)).Error?.Code);
        Assert.Equal("registries.source.case.value-refused",
            (await AnswerAsync("corrected", new('长', 60))).Error?.Code);
        Assert.Equal("corrected", (await AnswerAsync("corrected", "张玮")).Value.State);
        Assert.Equal("registries.doubt.conflict", (await AnswerAsync("confirmed", null)).Error?.Code);
        row = await city.ReadWholeAsync(SourceCity.People, id);
        Assert.Equal(("张玮", null), (row.Values["name"], row.Doubted));
        // The authority's old word does not come back with the next word of another.
        await city.RowAsync("health", new { number, name = "章玮" });
        Assert.Equal("张玮", await city.ValueAsync(id, "name"));

        Task<Kernel.Result<SourceDoubt>> DoubtAsync(Platform.Permissions.Caller caller) =>
            sources.DoubtAsync(SourceCity.People, id, "name", "张玮", "证件上是另一字", caller);
        Task<Kernel.Result<SourceDoubt>> AnswerAsync(string answer, string? value) =>
            sources.AnswerAsync(doubt.Id, answer, value, "查阅户籍底册", RegisterCity.Root);
    }

    [Theory, EachDatabase]
    public async Task Cases_are_seen_and_decided_within_reach_only(Engine engine)
    {
        await using var city = await SourceCity.OpenAsync(engine);
        var sources = city.Database.Get<ISources>();
        foreach (var (n, region) in ((int, string)[])[(1, "441900003"), (2, "441900006"), (3, "441900006")])
        {
            await city.RowAsync("police", new { number = Declared.Number(n), name = "张伟", region });
            await city.RowAsync("health", new { number = Declared.Number(n), name = "章伟" });
        }
        var officer = RegisterCity.Officer(
            (RegistriesPermissions.Sources, "441900003"), (RegistriesPermissions.Read, ""));
        var mine = (await sources.CasesAsync(Query, null, 10, officer)).Value.Items;
        Assert.Equal((1L, 0L), await sources.CountAsync(SourceCity.People, officer));
        var first = (await sources.CasesAsync(Query, null, 2, RegisterCity.Root)).Value;
        var rest = (await sources.CasesAsync(Query, first.Next, 2, RegisterCity.Root)).Value;
        Assert.Equal((2, 1, null), (first.Items.Count, rest.Items.Count, rest.Next));
        var other = first.Items.Concat(rest.Items).First(c => c.Id != Assert.Single(mine).Id);
        Assert.Equal("registries.reach.forbidden",
            (await sources.GetCaseAsync(other.Id, false, officer, null)).Error?.Code);
        Assert.Equal(
            "registries.reach.forbidden",
            (await sources.DecideAsync(other.Id, "keep", null, "核实", officer)).Error?.Code);
        // The right to decide is the right to write what is decided.
        Assert.True((await sources.DecideAsync(mine[0].Id, "health", null, "核实", officer)).IsOk);
        var reader = RegisterCity.Officer((RegistriesPermissions.Read, ""));
        Assert.Equal("registries.source.forbidden", (await sources.CasesAsync(Query, null, 10, reader)).Error?.Code);
    }

    [Fact]
    public async Task Over_http_who_asks_comes_before_what_is_asked()
    {
        await using var city = await HttpCity.StartAsync(
            Engine.Sqlite, Declared.Packs(Declared.Divisions, SourceCity.People, Declared.Visits));
        var desk = city.As("read@,write@,sources@");
        foreach (var (source, name) in ((string, string)[])[("police", "张伟"), ("health", "章伟")])
        {
            var said = await desk.PostAsJsonAsync(
                "/api/registries/test/person", new { values = new { number = Declared.Number(1), name }, source });
            Assert.True(said.IsSuccessStatusCode, await said.Content.ReadAsStringAsync());
        }
        var page = await desk.GetFromJsonAsync<SourceCases>("/api/registries/test/person/sources/cases");
        var one = Assert.Single(page!.Items);
        var shown = await desk.GetAsync($"/api/registries/test/person/{one.RowId}/sources");
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.DoesNotContain("张伟", await shown.Content.ReadAsStringAsync());
        var stranger = city.As("read@");
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.PostAsJsonAsync(
            $"/api/registries/sources/cases/{one.Id}/decision", new { decision = "keep", reason = "核实" })).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden,
            (await stranger.GetAsync("/api/registries/sources/cases/none")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await desk.GetAsync("/api/registries/sources/cases/none")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await desk.PostAsJsonAsync(
            $"/api/registries/sources/cases/{one.Id}/decision", new { decision = "keep", reason = "核实" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.PostAsJsonAsync(
            $"/api/registries/test/person/{one.RowId}/doubts", new { field = "name", reason = "存疑" })).StatusCode);
    }

    private static SourceQuery Query => new(SourceCity.People.Name, SourceStates.Open);

    private static async Task<IReadOnlyList<SourceCase>> OpenAsync(ISources sources) =>
        (await sources.CasesAsync(Query, null, 10, RegisterCity.Root)).Value.Items;

    private static async Task<SourceCase> OnlyAsync(ISources sources) => Assert.Single(await OpenAsync(sources));
}
