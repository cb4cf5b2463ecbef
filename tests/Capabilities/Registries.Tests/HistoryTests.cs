using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests;

public class HistoryTests
{
    [Theory, EachDatabase]
    public async Task History_is_the_fold_of_the_writes(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var n = 0;
        var write = Gen.Select(
            Gen.Int[0, 3].Select(i => new[] { "address", "height", "mobile", "plate" }[i]), Gen.Int[0, 3]);
        await write.Array[1, 8].SampleAsync(async writes =>
        {
            var number = Declared.Number(n++);
            var id = await city.PutAsync(Declared.People, new { number, name = "张三" });
            var state = new Dictionary<string, string?>();
            var expected = new List<(string? Value, string Field)>();
            foreach (var (field, choice) in writes)
            {
                var text = choice == 0 ? null : field switch
                {
                    "height" => (150 + choice) + ".0", "mobile" => "1380013800" + choice, "plate" => "AB10" + choice,
                    _ => "和平路" + choice,
                };
                city.Time.Advance(TimeSpan.FromSeconds(1));
                await city.PutAsync(Declared.People, new Dictionary<string, string?> { [field] = text }, id, "更正");
                if (state.GetValueOrDefault(field) == text) continue;
                state[field] = text;
                expected.Add((text, field));
            }
            var history = (await city.Registers.HistoryAsync(
                Declared.People, id, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
            Assert.Equal(expected.Count + 1, history.Count);
            Assert.Equal(Enumerable.Range(1, history.Count).Reverse(), history.Select(v => v.Record.Version));
            for (var i = 0; i < expected.Count; i++)
            {
                var version = history[expected.Count - 1 - i];
                Assert.Equal([expected[i].Field], version.Changed);
                Assert.Equal(expected[i].Value, Model.Canonical.Text(version.Record.Values[expected[i].Field]));
                Assert.Equal("更正", version.Reason);
                Assert.Equal("changed", version.Action);
            }
            Assert.Equal("created", history[^1].Action);
        }, iter: 15, threads: 1);
    }

    [Theory, EachDatabase]
    public async Task Pages_of_history_are_the_whole_in_pieces(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var n = 100;
        // Of other days too, so that a version takes the place of one far below it.
        var write = Gen.Select(
            Gen.Bool.Select(b => b ? "address" : "plate"), Gen.Int[0, 3], Gen.Int[1, 6], Gen.Int[0, 6]);
        await write.Array[4, 10].SampleAsync(async writes =>
        {
            var id = await city.PutAsync(Declared.People, new { number = Declared.Number(n++), name = "张三" });
            foreach (var (field, choice, from, months) in writes)
            {
                city.Time.Advance(TimeSpan.FromSeconds(1));
                var first = new DateOnly(2026, from, 1);
                await city.Registers.UpsertAsync(
                    Declared.People,
                    new(id, new Dictionary<string, string?> { [field] = "AB10" + choice }, null, "更正")
                    {
                        Effective = months == 0 ? null : new(first, first.AddMonths(months)),
                    },
                    RegisterCity.Root);
            }
            var whole = await PageAsync(null);
            foreach (var size in (int[])[1, 3])
            {
                var pieces = new List<(int, string)>();
                for (int? before = null; ; before = pieces[^1].Item1)
                {
                    var page = await PageAsync(new(before, size));
                    Assert.InRange(page.Count, 0, size);
                    pieces.AddRange(page);
                    if (page.Count < size) break;
                }
                Assert.Equal(whole, pieces);
            }

            async Task<List<(int, string)>> PageAsync(VersionRange? range) =>
            [
                .. (await city.Registers.HistoryAsync(
                    Declared.People, id, false, RegisterCity.Root, null, range)).Value
                    .Select(v => (v.Record.Version, string.Join(',', v.Changed))),
            ];
        }, iter: 15, threads: 1);
    }

    [Fact]
    public async Task A_page_of_history_tells_the_next()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("read@,write@");
        const string people = "/api/registries/test/person";
        using var made = await clerk.PostAsJsonAsync(
            people, new { values = new { number = Declared.Number(1), name = "张三" } });
        var path = made.Headers.Location!.ToString();
        foreach (var plate in (string[])["AB101", "AB102"])
            (await clerk.PatchAsJsonAsync(path, new { values = new { plate } })).EnsureSuccessStatusCode();

        using var first = await clerk.GetAsync(path + "/history?limit=2");
        var link = Assert.Single(first.Headers.GetValues("Link"));
        Assert.Equal($"<{path}/history?before=2&limit=2>; rel=\"next\"", link);
        Assert.Equal([3, 2], await VersionsAsync(first));
        using var last = await clerk.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        Assert.False(last.Headers.Contains("Link"));
        Assert.Equal([1], await VersionsAsync(last));
        foreach (var bad in (string[])["limit=0", "limit=201", "limit=x", "before=x"])
            Assert.Equal(
                HttpStatusCode.UnprocessableEntity, (await clerk.GetAsync($"{path}/history?{bad}")).StatusCode);

        static async Task<IEnumerable<int>> VersionsAsync(HttpResponseMessage answer) =>
            (await HttpCity.JsonAsync(answer)).EnumerateArray()
                .Select(v => v.GetProperty("record").GetProperty("version").GetInt32());
    }

    [Theory, EachDatabase]
    public async Task A_closed_row_leaves_lists_frees_its_key_and_keeps_its_history(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        Assert.Equal(
            "registries.reason.missing",
            (await city.Registers.CloseAsync(Declared.People, id, null, " ", RegisterCity.Root)).Error!.Code);
        Assert.Equal(
            "registries.row.version",
            (await city.Registers.CloseAsync(Declared.People, id, 2, "迁出", RegisterCity.Root)).Error!.Code);
        Assert.True((await city.Registers.CloseAsync(Declared.People, id, 1, "迁出", RegisterCity.Root)).IsOk);

        Assert.Empty((await city.Registers.ListAsync(Declared.People, new(), RegisterCity.Root, null)).Value.Items);
        Assert.Equal(
            "registries.row.gone",
            (await city.Registers.GetAsync(Declared.People, id, false, RegisterCity.Root, null)).Error!.Code);
        var history = (await city.Registers.HistoryAsync(Declared.People, id, false, RegisterCity.Root, null)).Value;
        Assert.Equal(["closed", "created"], history.Select(v => v.Action));
        Assert.Equal("迁出", history[0].Reason);
        var again = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        Assert.NotEqual(id, again);
        var change = await city.Registers.UpsertAsync(
            Declared.People, new(id, new Dictionary<string, string?> { ["name"] = "李四" }, null, null),
            RegisterCity.Root);
        Assert.Equal("registries.row.gone", change.Error!.Code);
    }

    [Theory, EachDatabase]
    public async Task Recorded_time_never_runs_backwards(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        city.Time.AdjustTime(city.Time.GetUtcNow().AddHours(-3));
        await city.PutAsync(Declared.People, new { name = "张四" }, id);
        var history = (await city.Registers.HistoryAsync(Declared.People, id, false, RegisterCity.Root, null)).Value;
        Assert.True(history[0].Record.RecordedAt >= history[1].Record.RecordedAt);
    }

    [Theory, EachDatabase]
    public async Task Of_two_writers_who_saw_one_version_one_wins(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(async i => await city.Registers.UpsertAsync(
            Declared.People, new(id, new Dictionary<string, string?> { ["address"] = "和平路" + i }, 1, null),
            RegisterCity.Root)));
        Assert.Single(results, r => r.IsOk);
        Assert.All(results.Where(r => !r.IsOk), r => Assert.Equal("registries.row.version", r.Error!.Code));
        Assert.Equal(2, (await city.ReadWholeAsync(Declared.People, id)).Version);
    }

    [Theory, EachDatabase]
    public async Task Writers_of_one_new_key_make_one_row(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            city.WriteAsync(Declared.People, new { number = Declared.Number(1), name = "张三" })));
        Assert.Single(outcomes, o => o.Outcome == "created");
        Assert.Single(outcomes.Select(o => o.Record!.Id).Distinct());
    }

    [Theory, EachDatabase]
    public async Task A_masked_text_that_comes_back_changes_nothing(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(
            Declared.People, new { number = Declared.Number(1), name = "张小三", mobile = "13800138000" });
        var masked = (await city.Registers.GetAsync(Declared.People, id, false, RegisterCity.Root, null)).Value;
        var outcome = await city.WriteAsync(
            Declared.People,
            new { name = (string)masked.Values["name"]!, mobile = (string)masked.Values["mobile"]!, plate =
                "AB123" }, id);
        Assert.Equal("changed", outcome.Outcome);
        var row = await city.ReadWholeAsync(Declared.People, id);
        Assert.Equal("张小三", row.Values["name"]);
        Assert.Equal("13800138000", row.Values["mobile"]);
    }
}
