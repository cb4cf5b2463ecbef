using System.Net;
using System.Text;
using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

/// <summary>Two catalogues on loopback: what a town publishes reaches the city.</summary>
public class CascadeTests
{
    private const string Town = "441900003";
    private const string Feed = "/api/catalog/increments";

    [Theory, EachDatabase]
    public async Task What_a_town_publishes_changes_and_withdraws_reaches_the_city(Engine engine)
    {
        await using var town = await HttpCity.StartAsync(Engine.Sqlite);
        await using var city = await HttpCity.StartAsync(engine);
        await city.PublishAsync(CatalogCity.Sample("市学校名录"));
        var first = await town.PublishAsync(CatalogCity.Sample("镇学校名录"));
        var second = await town.PublishAsync(
            CatalogCity.Sample("镇诊所名录") with { Related = [first], Region = Town + "001" });
        await town.Catalog.CreateAsync(CatalogCity.Sample("未发布"), null, CatalogCity.Root);

        var sum = await ReportAsync(town, city, 0);
        Assert.Equal("2 0 0 0 0", Counts(sum));
        var inCity = (await city.Catalog.GetAsync("201001441900003-000001", Caller.Nobody)).Value;
        Assert.Equal(
            ("镇学校名录", "教育局", "11441900007330600E", Town, Town, first),
            (inCity.Description.Title.Zh, inCity.Description.Provider.Zh, inCity.Description.ProviderCode,
            inCity.Description.Region, inCity.ReportedBy, inCity.ReportedCode));
        var related = (await city.Catalog.GetAsync("201001441900003-000002", Caller.Nobody)).Value;
        Assert.Equal(
            (Town + "001", "201001441900003/000001"),
            (related.Description.Region, Assert.Single(related.Description.Related)));
        Assert.Equal(2, (await FindAsync(city, "镇")).Count);
        Assert.Equal(first, Assert.Single(await FindAsync(city, "镇学校名录")).ReportedCode);

        // Only what came after, and the same file twice, or an old one late, changes nothing.
        var early = await LinesAsync(town, 0);
        var position = sum.GetProperty("position").GetInt64();
        Assert.Equal("", await LinesAsync(town, position));
        Assert.Equal("0 0 0 2 0", Counts(await SendAsync(city, early)));
        await town.Catalog.EditAsync(first, CatalogCity.Sample("镇中小学名录"), null, null, CatalogCity.Root);
        foreach (var step in new[] { ResourceAction.Submit, ResourceAction.Publish })
            await town.Catalog.ActAsync(first, step, null, null, CatalogCity.Root);
        await town.Catalog.ActAsync(second, ResourceAction.Withdraw, null, "停用", CatalogCity.Root);
        Assert.Equal("0 1 1 0 0", Counts(await ReportAsync(town, city, position)));
        Assert.Equal("0 0 0 2 0", Counts(await SendAsync(city, early)));
        Assert.Equal("镇中小学名录", (await city.Catalog.GetAsync(inCity.Code, Caller.Nobody)).Value.Description.Title.Zh);
        Assert.Equal(2, (await city.Catalog.VersionsAsync(inCity.Code, Caller.Nobody)).Value.Count);
        Assert.False((await city.Catalog.GetAsync(related.Code, Caller.Nobody)).IsOk);
        Assert.Equal("镇中小学名录", Assert.Single(await FindAsync(city, "镇")).Description.Title.Zh);

        // Taken up again and published anew, it comes back under the same code.
        await town.Catalog.EditAsync(second, CatalogCity.Sample("镇诊所名录"), null, null, CatalogCity.Root);
        foreach (var step in new[] { ResourceAction.Submit, ResourceAction.Publish })
            await town.Catalog.ActAsync(second, step, null, null, CatalogCity.Root);
        Assert.Equal("0 1 0 1 0", Counts(await ReportAsync(town, city, 0)));
        Assert.True((await city.Catalog.GetAsync(related.Code, Caller.Nobody)).IsOk);
        Assert.DoesNotContain("镇", await LinesAsync(city, 0), StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_reported_resource_is_not_changed_here_and_its_numbers_are_kept_free(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        Assert.Equal("1 0 0 0 0", Counts(await SendAsync(city, Line(5, "201001/000007", CatalogCity.Sample("镇库")))));
        const string code = "201001441900003-000007";
        var edited = await city.Catalog.EditAsync(
            code, CatalogCity.Sample("改", "201001441900003"), null, null, CatalogCity.Root);
        var withdrawn = await city.Catalog.ActAsync(code, ResourceAction.Withdraw, null, "因故", CatalogCity.Root);
        Assert.Equal(
            ("catalog.reported.conflict", "catalog.reported.conflict"), (edited.Error!.Code, withdrawn.Error!.Code));
        var seen = (await city.Catalog.GetAsync(code, CatalogCity.Root)).Value;
        Assert.Empty(city.Catalog.Actions(seen, CatalogCity.Root));
        var own = (await city.Catalog.CreateAsync(
            CatalogCity.Sample("本级", "201001441900003"), null, CatalogCity.Root)).Value.Resource!;
        Assert.Equal("201001441900003/000008", own.Code);
        Assert.Equal(1, Refused(await SendAsync(
            city, Line(6, "201001/000008", CatalogCity.Sample("撞号"))), "catalog.increment.code-taken"));
        var coverage = await city.Catalog.CoverageAsync(true, Caller.Nobody);
        Assert.Equal((Town, 1, 1), (coverage[0].Key, coverage[0].Resources, coverage[0].Published));
    }

    [Theory, EachDatabase]
    public async Task Many_lines_are_taken_in_batches(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        var lines = string.Concat(Enumerable.Range(1, 1200).Select(
            i => Line(i, $"201001/{i:000000}", CatalogCity.Sample($"镇库{i}"))));
        Assert.Equal("1200 0 0 0 0", Counts(await SendAsync(city, lines)));
        Assert.Equal("0 0 0 1200 0", Counts(await SendAsync(city, lines)));
        Assert.Equal(1200, (await city.Catalog.CoverageAsync(true, Caller.Nobody))[0].Published);
        var query = new CatalogQuery { Text = "镇库" };
        Assert.Equal(1200, (await city.Catalog.SearchAsync(query, Caller.Nobody)).Value.Total);
    }

    [Theory, EachDatabase]
    public async Task A_bad_line_is_told_and_the_others_are_taken(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        var sample = CatalogCity.Sample("镇库");
        var text = string.Concat(
            "{nonsense\n", "\n", Line(1, "201001/000001", sample),
            Line(2, "201001/000002", sample with { Region = "441900004" }),
            Line(3, "201001/000003", sample with { Items = [] }), Line(4, "2010/000004", sample),
            new string('x', 2_000_000), "\n", Line(9, "201001/000009", sample with { Classification = "202001" }));
        var sum = await SendAsync(city, text);
        Assert.Equal("1 0 0 0 6", Counts(sum));
        Assert.Equal(
            ["1 catalog.increment.line", "4 catalog.increment.region", "5 catalog.items.none", "6 catalog.field.code",
                "7 catalog.increment.line", "8 catalog.resource.classification-fixed"],
            sum.GetProperty("faults").EnumerateArray().Select(
                f => $"{f.GetProperty("line")} {f.GetProperty("code").GetString()}"));
    }

    [Fact]
    public async Task An_officer_of_one_town_reports_for_no_other()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var officer = city.As("publish@441900004");
        using var body = new StringContent(Line(1, "201001/000001", CatalogCity.Sample()));
        using var refused = await officer.PostAsync($"{Feed}?from={Town}", body);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var nobody = city.Nobody();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nobody.GetAsync(Feed + "?after=x")).StatusCode);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await nobody.GetAsync(Feed + "?limit=0")).StatusCode);
    }

    private static string Line(long position, string code, ResourceDescription description) =>
        JsonSerializer.Serialize(
            new { position, code, state = "published", description }, JsonSerializerOptions.Web) + "\n";

    private static async Task<string> LinesAsync(HttpCity from, long after)
    {
        using var nobody = from.Nobody();
        return await nobody.GetStringAsync($"{Feed}?after={after}");
    }

    private static async Task<JsonElement> ReportAsync(HttpCity from, HttpCity to, long after) =>
        await SendAsync(to, await LinesAsync(from, after));

    private static async Task<JsonElement> SendAsync(HttpCity to, string lines)
    {
        using var officer = to.As("publish@" + Town);
        using var answer = await officer.PostAsync(
            $"{Feed}?from={Town}", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await HttpCity.JsonAsync(answer);
    }

    private static async Task<IReadOnlyList<Resource>> FindAsync(HttpCity city, string text) =>
        (await city.Catalog.SearchAsync(new CatalogQuery { Text = text }, Caller.Nobody)).Value.Items;

    private static string Counts(JsonElement sum) => string.Join(' ', new[]
    {
        "created", "changed", "withdrawn", "unchanged", "refused",
    }.Select(c => sum.GetProperty(c).GetInt32()));

    private static int Refused(JsonElement sum, string code) =>
        sum.GetProperty("faults").EnumerateArray().Count(f => f.GetProperty("code").GetString() == code);
}
