using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Identity.Contracts;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Watch;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Watch;

/// <summary>Unusual reads, driven through the API as officers would.</summary>
public sealed class ReadWatchTests
{
    private const string People = "/api/registries/test/person";
    private const string Findings = "/api/registries/read-findings";
    private const string Town = "441900003", Other = "441900004";

    private static readonly RegistryDeclaration Persons = Declared.People with
    {
        Matching = new()
        {
            Certain = [], Blocks = [], Match = 92, Review = 75,
            Compare = [new("name", Likeness.Name, 1), new("address", Likeness.Address, 1)],
        },
    };

    [Theory, EachDatabase]
    public async Task A_reader_who_splits_a_bulk_read_into_single_ones_is_seen(Engine engine)
    {
        await using var city = await StartAsync(engine);
        var ids = await PutAsync(city, 64);
        using var busy = city.As("read@,unmask@,review-reads@", account: "a_busy", name: "周干事");
        using var usual = city.As("read@,unmask@", account: "a_usual");
        // A case number of its own for each, as one who hides would write.
        for (var i = 0; i < ids.Count; i++) await ReadAsync(city, busy, ids[i], $"T-2026-{i:D3}");
        foreach (var id in ids.Take(20)) await ReadAsync(city, usual, id, "T-2026-001");

        using var auditor = city.As("review-reads@", account: "a_auditor", name: "何审计");
        await LookAsync(auditor);
        var finding = Assert.Single(await ListAsync(auditor));
        Assert.Equal(
            ("a_busy", "周干事", ReadRules.ManyPersons, "hour/2026-03-02", 64L),
            (finding.AccountId, finding.AccountName, finding.Rule, finding.Scope, finding.Persons));
        var detail = await auditor.GetFromJsonAsync<JsonElement>($"{Findings}/{finding.Id}");
        var evidence = detail.GetProperty("evidence").EnumerateArray().ToList();
        Assert.Equal(64, evidence.Count);
        Assert.Equal("核实低保申请", evidence[0].GetProperty("purpose").GetString());
        Assert.Equal($"test:person/{ids[0]}", evidence[0].GetProperty("object").GetString());

        // More of the same is the same finding, and looking again finds nothing twice.
        foreach (var id in await PutAsync(city, 3, from: 64)) await ReadAsync(city, busy, id, "T-2026-900");
        // The clock has moved, so the look of each minute may have come first.
        await LookAsync(auditor);
        Assert.Equal(0, await LookAsync(auditor));
        Assert.Equal(67, Assert.Single(await ListAsync(auditor)).Persons);

        using var own = await DecideAsync(busy, finding.Id, "explained");
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        Assert.Equal(
            "registries.review.own.forbidden", (await HttpCity.JsonAsync(own)).GetProperty("code").GetString());
        using var decided = await DecideAsync(auditor, finding.Id, "escalated");
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        using var twice = await DecideAsync(auditor, finding.Id, "escalated");
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);
        Assert.Empty(await ListAsync(auditor));
        var kept = Assert.Single(await ListAsync(auditor, "escalated"));
        Assert.Equal(("何审计", "须向本人了解"), (kept.DecidedBy, kept.Reason));
        var log = await city.Services.GetRequiredService<IAuditLog>()
            .ReadAsync(new AuditQuery { ActionPrefix = "registries.reads-" });
        Assert.Equal(["registries.reads-escalated", "registries.reads-flagged"], log.Items.Select(e => e.Action));
    }

    [Fact]
    public async Task Each_rule_is_found_by_real_reads()
    {
        await using var city = await StartAsync(Engine.Sqlite);
        var ids = await PutAsync(city, 40);
        var strangers = await PutAsync(city, 3, from: 40, region: Other);
        using var one = city.As("read@,unmask@", account: "a_one", name: "李干事");
        using var auditor = city.As("review-reads@", account: "a_auditor");

        // One number for many; then, on three more days, one person again and again; then elsewhere; then at night.
        foreach (var id in ids.Take(32)) await ReadAsync(city, one, id, "T-2026-001");
        await LookAsync(auditor);
        Assert.Equal([ReadRules.OneCase], await RulesAsync(auditor));
        for (var day = 0; day < 3; day++)
        {
            city.Time.Advance(TimeSpan.FromDays(1));
            await ReadAsync(city, one, ids[0], "T-2026-002");
        }
        await LookAsync(auditor);
        Assert.Equal([ReadRules.OneCase, ReadRules.SamePerson], await RulesAsync(auditor));
        foreach (var id in strangers) await ReadAsync(city, one, id, "T-2026-003");
        await LookAsync(auditor);
        Assert.Equal([ReadRules.Away, ReadRules.OneCase, ReadRules.SamePerson], await RulesAsync(auditor));
        city.Time.Advance(TimeSpan.FromHours(12));
        foreach (var id in ids.Take(3)) await ReadAsync(city, one, id, "T-2026-004");
        await LookAsync(auditor);
        Assert.Contains(ReadRules.OutsideHours, await RulesAsync(auditor));
        Assert.DoesNotContain(ReadRules.ManyPersons, await RulesAsync(auditor));
    }

    [Fact]
    public async Task Colleagues_and_relatives_are_told_apart_from_strangers()
    {
        var circle = new Circle();
        await using var city = await StartAsync(Engine.Sqlite, circle);
        var own = await PutOneAsync(city, 1, "陈大文", "和平路8号");
        var brother = await PutOneAsync(city, 2, "陈小武", "和平路8号");
        var neighbour = await PutOneAsync(city, 3, "黄阿四", "和平路8号");
        var namesake = await PutOneAsync(city, 4, "何同事", "东城路1号");
        var linked = await PutOneAsync(city, 5, "刘某某", "东城路2号");
        circle.Officers = [new("a_one", "陈大文", own), new("a_two", "何同事", null), new("a_three", "刘主任", linked)];
        using var one = city.As("read@,unmask@", account: "a_one", name: "陈大文");
        foreach (var id in new[] { brother, neighbour, namesake, linked }) await ReadAsync(city, one, id, "T-2026-001");
        using var auditor = city.As("review-reads@", account: "a_auditor");
        await LookAsync(auditor);
        Assert.Equal(
            new[] { (ReadRules.Colleague, linked), (ReadRules.Colleague, namesake), (ReadRules.Relative, brother) }
                .Order(),
            (await ListAsync(auditor)).Select(f => (f.Rule, f.Scope.Split('/')[0])).Order());
    }

    [Theory, EachDatabase]
    public async Task A_look_that_fell_leaves_the_position_and_finds_all_the_next_time(Engine engine)
    {
        var circle = new Circle { Fails = true };
        await using var city = await StartAsync(engine, circle);
        var ids = await PutAsync(city, 3);
        city.Time.Advance(TimeSpan.FromHours(12));
        using var one = city.As("read@,unmask@", account: "a_one");
        foreach (var id in ids) await ReadAsync(city, one, id, "T-2026-001");
        var follow = city.Services.GetRequiredService<FollowReads>();
        await Assert.ThrowsAsync<InvalidOperationException>(() => follow.RunAsync(CancellationToken.None));
        using var auditor = city.As("review-reads@", account: "a_auditor");
        Assert.Empty(await ListAsync(auditor));
        circle.Fails = false;
        Assert.Equal(3, await follow.RunAsync(CancellationToken.None));
        Assert.Equal([ReadRules.OutsideHours], await RulesAsync(auditor));
    }

    // Monday morning in Beijing.
    private static async Task<HttpCity> StartAsync(Engine engine, IOfficers? officers = null)
    {
        var city = await HttpCity.StartAsync(
            engine, Declared.Packs(Declared.Divisions, Persons), isAuditReal: true,
            services => services.AddSingleton(officers ?? new Circle()));
        city.Time.SetUtcNow(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));
        return city;
    }

    private static async Task<List<string>> PutAsync(HttpCity city, int count, int from = 0, string region = Town)
    {
        var ids = new List<string>();
        for (var i = 0; i < count; i++)
            ids.Add(await PutOneAsync(city, from + i + 1, $"张{(char)('一' + from + i)}", "和平路1号", region));
        return ids;
    }

    private static async Task<string> PutOneAsync(
        HttpCity city, int number, string name, string address, string region = Town)
    {
        var written = await city.Registers.UpsertAsync(
            Persons, new RecordWrite(null, new Dictionary<string, string?>
            {
                ["number"] = Declared.Number(number), ["name"] = name, ["region"] = region, ["address"] = address,
            }, null, null), RegisterCity.Root);
        Assert.True(written.IsOk && written.Value.Faults.Count == 0, written.ToString());
        return written.Value.Record!.Id;
    }

    private static async Task ReadAsync(HttpCity city, HttpClient officer, string id, string number)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{People}/{id}?unmask=true");
        request.Headers.Add(AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实低保申请"));
        request.Headers.Add(AccessPurpose.CaseHeader, number);
        using var answer = await officer.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        city.Time.Advance(TimeSpan.FromSeconds(10));
    }

    private static async Task<long> LookAsync(HttpClient auditor)
    {
        using var answer = await auditor.PostAsync(Findings + "/look", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await HttpCity.JsonAsync(answer)).GetProperty("entries").GetInt64();
    }

    private static async Task<IReadOnlyList<ReadFinding>> ListAsync(HttpClient auditor, string state = "open") =>
        (await auditor.GetFromJsonAsync<ReadFindings>($"{Findings}?state={state}"))!.Items;

    private static async Task<IEnumerable<string>> RulesAsync(HttpClient auditor) =>
        (await ListAsync(auditor)).Select(f => f.Rule).Order(StringComparer.Ordinal);

    private static Task<HttpResponseMessage> DecideAsync(HttpClient client, string id, string decision) =>
        client.PostAsJsonAsync($"{Findings}/{id}/decision", new { decision, reason = "须向本人了解" });

    private sealed class Circle : IOfficers
    {
        public IReadOnlyList<Officer> Officers { get; set; } = [];
        public bool Fails { get; set; }

        public Task<IReadOnlyList<Officer>> WithColleaguesAsync(
            string accountId, CancellationToken cancellationToken = default) =>
            Fails ? throw new InvalidOperationException("The process falls here.")
            : Task.FromResult(Officers.Count > 0 && Officers[0].AccountId == accountId ? Officers : []);
    }
}
