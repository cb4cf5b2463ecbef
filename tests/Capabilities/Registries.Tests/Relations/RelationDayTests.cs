using System.Net.Http.Json;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using static Lingnan.Registries.Tests.Relations.Asked;

namespace Lingnan.Registries.Tests.Relations;

/// <summary>Relations of another day, asked for over HTTP.</summary>
public sealed class RelationDayTests
{
    private const string Here = "441900003";
    private const string There = "441900004";

    [Theory, EachDatabase]
    public async Task A_day_asks_for_who_was_related_then(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@,unmask@");
        var home = await PutAsync(clerk, "home", new { name = "12号", region = Here });
        var (old, now) = (
            await PutAsync(clerk, "person", new { name = "赵旧", region = Here }),
            await PutAsync(clerk, "person", new { name = "王新", region = Here }));
        await PutAsync(clerk, "stay", new
        {
            name = "1", person = old, home, since = "2020-01-01", until = "2024-12-31",
        });
        await PutAsync(clerk, "stay", new { name = "2", person = now, home, since = "2025-01-01" });
        foreach (var (day, who) in new[] { ("", now), ("&validAt=2025-01-01", now), ("&validAt=2024-12-31", old) })
        {
            var near = await JsonAsync(clerk, $"home/{home}/relations?relation=dwellers&unmask=true{day}", Purpose);
            Assert.Equal([who], Ids(Group(near, "dwellers")));
            var walk = await JsonAsync(clerk, $"home/{home}/walk?path=dwellers&unmask=true{day}", Purpose);
            Assert.Equal(
                who, Assert.Single(walk.GetProperty("nodes").EnumerateArray(), n => n.GetProperty("isEnd").GetBoolean())
                    .GetProperty("id").GetString());
        }
        var before = await JsonAsync(clerk, $"home/{home}/relations?unmask=true&validAt=2019-12-31", Purpose);
        Assert.Empty(Ids(Group(before, "dwellers")));
    }

    [Theory, EachDatabase]
    public async Task A_day_before_a_change_finds_what_held_then(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@,unmask@");
        var (low, old, now) = (
            await FirmAsync(clerk, "丙"), await FirmAsync(clerk, "甲"), await FirmAsync(clerk, "乙"));
        var share = await PutAsync(clerk, "share", new { name = "1", firm = low, holder = old, share = 40 });
        await ChangeAsync(clerk, $"share/{share}", new { holder = now, share = 70 });
        var (was, house) = (
            await PutAsync(clerk, "house", new { name = "户一", region = Here }),
            await PutAsync(clerk, "house", new { name = "户二", region = Here }));
        var wang = await PutAsync(clerk, "person", new { name = "王伟", region = Here, house = "户一" });
        await ChangeAsync(clerk, $"person/{wang}", new { house = "户二" });

        foreach (var (day, holder, part, home, left) in new[]
        {
            ("", now, 70m, house, was), ("&validAt=2026-02-01", now, 70m, house, was),
            ("&validAt=2026-01-31", old, 40m, was, house),
        })
        {
            var shares = await JsonAsync(clerk, $"firm/{low}/shares?unmask=true{day}", Purpose);
            var only = Assert.Single(shares.GetProperty("holdings").EnumerateArray());
            Assert.Equal((holder, part), (only.GetProperty("id").GetString(), only.GetProperty("share").GetDecimal()));
            var person = await JsonAsync(clerk, $"person/{wang}/relations?unmask=true{day}", Purpose);
            Assert.Equal([home], Ids(Group(person, "house")));
            var members = await JsonAsync(clerk, $"house/{home}/relations?unmask=true{day}", Purpose);
            Assert.Equal([wang], Ids(Group(members, "members")));
            var others = await JsonAsync(clerk, $"house/{left}/relations?unmask=true{day}", Purpose);
            Assert.Empty(Ids(Group(others, "members")));
        }
    }

    [Theory, EachDatabase]
    public async Task What_held_on_another_day_is_for_who_may_see_the_row_then_and_now(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@,unmask@");
        var house = await PutAsync(clerk, "house", new { name = "户一", region = "441900" });
        var wang = await PutAsync(clerk, "person", new { name = "王伟", region = Here, house = "户一" });
        await ChangeAsync(clerk, $"person/{wang}", new { region = There });
        foreach (var (town, day, sees) in new[]
        {
            (There, "2026-03-01", true), (Here, "2026-03-01", false), (There, "2026-01-31", false),
            (Here, "2026-01-31", false), ("4419", "2026-01-31", true),
        })
        {
            using var officer = city.As($"read@4419,unmask@{town}");
            var members = Group(
                await JsonAsync(officer, $"house/{house}/relations?unmask=true&validAt={day}", Purpose), "members");
            Assert.Equal((town, day, sees ? 1 : 0), (town, day, Ids(members).Count));
            Assert.Equal(sees ? 0 : 1, members.GetProperty("hidden").GetInt32());
        }
    }

    [Theory, EachDatabase]
    public async Task A_time_asks_for_what_had_been_recorded_by_then(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, OpenPacks());
        using var clerk = city.As("read@,write@,unmask@");
        var home = await PutAsync(clerk, "home", new { name = "12号", region = Here });
        var (was, house) = (
            await PutAsync(clerk, "house", new { name = "户一", region = Here }),
            await PutAsync(clerk, "house", new { name = "户二", region = Here }));
        var early = Then();
        var wang = await PutAsync(clerk, "person", new { name = "王伟", region = Here, house = "户一" });
        var stay = await PutAsync(clerk, "stay", new { name = "1", person = wang, home, since = "2020-01-01" });
        var between = Then();
        // A correction and an end, both without a day: so it was all along, as is known from now on.
        using var put = await clerk.PatchAsJsonAsync(
            $"{Api}/person/{wang}", new { values = new { house = "户二" }, reason = "更正" });
        using var ended = await clerk.DeleteAsync($"{Api}/stay/{stay}?reason={Uri.EscapeDataString("录入有误")}");
        Assert.True(put.IsSuccessStatusCode && ended.IsSuccessStatusCode);

        foreach (var (then, at, left, dwells) in ((string, string?, string?, bool)[])[
            (early, null, null, false), (between, was, house, true), ("", house, was, false),
            (Then(), house, was, false)])
        {
            var person = await JsonAsync(clerk, $"person/{wang}/relations?unmask=true{then}", Purpose);
            Assert.Equal(at is null ? [] : [at], Ids(Group(person, "house")));
            foreach (var (row, who) in ((string?, string[])[])[(at, [wang]), (left, [])])
                if (row is not null)
                    Assert.Equal(who, Ids(Group(
                        await JsonAsync(clerk, $"house/{row}/relations?unmask=true{then}", Purpose), "members")));
            var walk = await JsonAsync(clerk, $"home/{home}/walk?path=dwellers/house&unmask=true{then}", Purpose);
            Assert.Equal(
                dwells ? [was] : [],
                walk.GetProperty("nodes").EnumerateArray().Where(n => n.GetProperty("isEnd").GetBoolean())
                    .Select(n => n.GetProperty("id").GetString()));
        }

        string Then()
        {
            city.Time.Advance(TimeSpan.FromHours(1));
            var then = city.Time.GetUtcNow();
            city.Time.Advance(TimeSpan.FromHours(1));
            return $"&asOf={Uri.EscapeDataString(then.ToString("O"))}";
        }
    }

    private static async Task ChangeAsync(HttpClient clerk, string path, object values)
    {
        using var answer = await clerk.PatchAsJsonAsync(
            $"{Api}/{path}", new { values, validFrom = "2026-02-01", reason = "变更" });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
