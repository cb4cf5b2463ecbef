using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Relations;

public sealed class RelationTests
{
    private const string Here = "441900003";
    private const string There = "441900004";

    private static readonly Caller HereOfficer = RegisterCity.Officer(
        (RegistriesPermissions.Read, Here), (RegistriesPermissions.Unmask, Here));

    [Theory, EachDatabase]
    public async Task Who_lives_here_is_told_for_a_purpose_within_reach_and_the_others_are_counted(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var home = await city.PutAsync(Related.Homes, new { name = "12号", region = Here });
        var wang = await StayAsync(city, "王伟", Here, home);
        await StayAsync(city, "李强", There, home);
        await StayAsync(city, "赵旧", Here, home, until: "2025-12-31");
        city.Audit.Clear();

        // A link of persons is personal: without a purpose nobody is named, and nothing was read.
        var masked = await NeighboursAsync(city, home, new(), HereOfficer);
        Assert.Equal((0, 2), (masked.Group("dwellers").Items.Count, masked.Group("dwellers").Hidden));
        Assert.Empty(city.Audit.Entries);

        var whole = await NeighboursAsync(
            city, home, new() { Unmask = true, Purpose = RegisterCity.Purpose }, HereOfficer);
        var seen = Assert.Single(whole.Group("dwellers").Items);
        Assert.Equal((wang, "王伟", 1), (seen.Id, seen.Title, whole.Group("dwellers").Hidden));
        Assert.All(city.Audit.Entries, e => Assert.Equal((wang, "2026-0001"), (e.SubjectId, e.CaseNumber)));
        Assert.Contains(city.Audit.Entries, e => e.Object == $"test:person/{wang}");

        var before = await NeighboursAsync(
            city, home,
            new() { Unmask = true, Purpose = RegisterCity.Purpose, ValidAt = new DateOnly(2025, 6, 1) }, HereOfficer);
        Assert.Equal(["王伟", "赵旧"], before.Group("dwellers").Items.Select(i => i.Title).Order());
        var elsewhere = RegisterCity.Officer((RegistriesPermissions.Read, There));
        Assert.Equal(
            "registries.reach.forbidden",
            (await city.Relations().NeighboursAsync(Related.Homes, home, new(), elsewhere)).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task A_walk_goes_along_a_path_and_all_units_below(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var house = await city.PutAsync(Related.Homes, new { name = "1栋", region = Here });
        var floor = await city.PutAsync(Related.Homes, new { name = "1栋1层", region = Here, parent = house });
        var room = await city.PutAsync(Related.Homes, new { name = "101房", region = Here, parent = floor });
        var wang = await StayAsync(city, "王伟", Here, room);
        var li = await StayAsync(city, "李强", Here, floor);
        var all = await WalkAsync(city, house, new() { Path = "units*/dwellers" });
        Assert.Equal(new[] { li, wang }.Order(), all.Nodes.Where(n => n.IsEnd).Select(n => n.Id).Order());
        Assert.Empty(all.Limits);
        Assert.DoesNotContain(all.Edges, e => e.Cycle);
        var near = await WalkAsync(city, house, new() { Path = "units*/dwellers", Depth = 1 });
        Assert.Equal(["depth"], near.Limits);
        Assert.Equal(li, Assert.Single(near.Nodes, n => n.IsEnd).Id);
        Assert.Equal(
            "registries.relation.unknown",
            (await city.Relations().WalkAsync(
                Related.Homes, house, new() { Path = "dwellers/units" }, RegisterCity.Root)).Error?.Code);
        var flatmates = (await city.Relations().WalkAsync(
            Related.People, wang,
            new() { Path = "homes/dwellers", Unmask = true, Purpose = RegisterCity.Purpose }, RegisterCity.Root)).Value;
        Assert.Equal(wang, Assert.Single(flatmates.Nodes, n => n.IsEnd).Id);
    }

    [Theory, EachDatabase]
    public async Task Neighbours_come_in_pages_and_a_fan_cut_short_is_told(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var house = await city.PutAsync(Related.Homes, new { name = "1栋", region = Here });
        for (var i = 0; i < 205; i++)
            await city.PutAsync(Related.Homes, new { name = $"{i:000}房", region = Here, parent = house });
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = await NeighboursAsync(
                city, house, new() { Relation = "units", Limit = 90, Cursor = cursor }, RegisterCity.Root);
            var group = Assert.Single(page.Groups);
            seen.AddRange(group.Items.Select(i => i.Title!));
            cursor = group.Next;
        }
        while (cursor is not null);
        Assert.Equal(Enumerable.Range(0, 205).Select(i => $"{i:000}房"), seen.Order());
        Assert.Contains("fan-out", (await WalkAsync(city, house, new() { Depth = 1 })).Limits);
        Assert.Equal(
            "registries.list.cursor",
            (await city.Relations().NeighboursAsync(
                Related.Homes, house, new() { Relation = "units", Cursor = "x" }, RegisterCity.Root)).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task Merged_rows_are_followed(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Related.Packs);
        var old = await city.PutAsync(Related.Houses, new { name = "户一", region = Here });
        var good = await city.PutAsync(Related.Houses, new { name = "户二", region = Here });
        var wang = await city.PutAsync(Related.People, new { name = "王伟", region = Here, house = "户一" });
        var merged = await city.Services.GetRequiredService<IMerges>().MergeAsync(
            Related.Houses, new(good, old, [], "同一户", null, null), RegisterCity.Root);
        Assert.True(merged.IsOk);
        var question = new NeighbourQuestion { Unmask = true, Purpose = RegisterCity.Purpose };
        var of = (await city.Relations().NeighboursAsync(Related.People, wang, question, RegisterCity.Root)).Value;
        Assert.Equal(good, Assert.Single(of.Group("house").Items).Id);
        var asked = (await city.Relations().NeighboursAsync(Related.Houses, old, question, RegisterCity.Root)).Value;
        Assert.Equal((good, old), (asked.Id, asked.MergedFrom));
    }

    internal static async Task<Neighbours> NeighboursAsync(
        RegisterCity city, string home, NeighbourQuestion question, Caller caller) =>
        (await city.Relations().NeighboursAsync(Related.Homes, home, question, caller)).Value;

    private static async Task<WalkAnswer> WalkAsync(RegisterCity city, string home, WalkQuestion question) =>
        (await city.Relations().WalkAsync(
            Related.Homes, home, question with { Unmask = true, Purpose = RegisterCity.Purpose },
            RegisterCity.Root)).Value;

    private static async Task<string> StayAsync(
        RegisterCity city, string name, string region, string home, string? until = null)
    {
        var person = await city.PutAsync(Related.People, new { name, region });
        await city.PutAsync(
            Related.Stays,
            new { name = name + home, region, person, home, since = "2020-01-01", until });
        return person;
    }
}
