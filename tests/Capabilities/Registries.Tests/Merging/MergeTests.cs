using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Merging;

public sealed class MergeTests
{
    [Theory, EachDatabase]
    public async Task A_merge_moves_values_and_references_and_leads_the_old_id_on(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var pair = await Pair.MakeAsync(city);
        var visit = await city.PutAsync(
            Declared.Visits, new { person = pair.Loser, day = "2026-01-02", place = "家", finding = "平安" });

        var preview = (await pair.Merges.PreviewAsync(
            Declared.People, pair.Request("mobile"), RegisterCity.Root)).Value;
        Assert.Null(preview.MergeId);
        Assert.Equal(new MovedReferences("test:visit", "person", 1), Assert.Single(preview.References));
        Assert.Equal(["mobile"], preview.Taken);
        Assert.Equal(
            3, (await city.Registers.ListAsync(Declared.People, new(), RegisterCity.Root, null)).Value.Items.Count);

        var merged = (await pair.Merges.MergeAsync(Declared.People, pair.Request("mobile"), RegisterCity.Root)).Value;
        Assert.NotNull(merged.MergeId);
        var survivor = await city.ReadWholeAsync(Declared.People, pair.Survivor);
        Assert.Equal("13800138000", survivor.Values["mobile"]);
        Assert.Equal("张伟", survivor.Values["name"]);
        var error = (await city.Registers.GetAsync(Declared.People, pair.Loser, false, RegisterCity.Root, null)).Error;
        Assert.Equal("registries.merged.gone", error?.Code);
        Assert.Equal(pair.Survivor, error?.Args["into"]);
        // The visit's seal goes by the person it is about, so it was sealed anew.
        var moved = await city.ReadWholeAsync(Declared.Visits, visit);
        Assert.Equal((pair.Survivor, "平安"), (moved.Values["person"], moved.Values["finding"]));
        var history = (await city.Registers.HistoryAsync(
            Declared.Visits, visit, false, RegisterCity.Root, null)).Value;
        Assert.Equal([RecordActions.Repointed, RecordActions.Created], history.Select(v => v.Action));
        Assert.Equal("同一人", history[0].Reason);
        Assert.Equal(pair.Survivor, await pair.Merges.SurvivorOfAsync(Declared.People, pair.Loser));
    }

    [Theory, EachDatabase]
    public async Task An_undone_merge_leaves_all_as_it_was(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var pair = await Pair.MakeAsync(city);
        var visit = await city.PutAsync(
            Declared.Visits, new { person = pair.Loser, day = "2026-01-02", finding = "平安" });
        var before = await ValuesAsync(city, pair, visit);
        // With the number itself: only one of the two may hold it at a time.
        var take = new[] { "number", "birth", "sex", "mobile", "name", "income" };
        var merged = (await pair.Merges.MergeAsync(Declared.People, pair.Request(take), RegisterCity.Root)).Value;

        var preview = (await pair.Merges.PreviewUndoAsync(merged.MergeId!, RegisterCity.Root)).Value;
        var undone = (await pair.Merges.UndoAsync(merged.MergeId!, "不是同一人", RegisterCity.Root)).Value;
        Assert.Equal(preview.Reverted, undone.Reverted);
        Assert.Empty(undone.Kept);
        Assert.Equal(1, Assert.Single(undone.References).Rows);
        Assert.Equal(before, await ValuesAsync(city, pair, visit));
        Assert.Null(await pair.Merges.SurvivorOfAsync(Declared.People, pair.Loser));
        Assert.Equal(
            "registries.unmerge.conflict",
            (await pair.Merges.UndoAsync(merged.MergeId!, "再次", RegisterCity.Root)).Error?.Code);
        // And they can be merged again.
        Assert.True((await pair.Merges.MergeAsync(Declared.People, pair.Request(take), RegisterCity.Root)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task What_was_changed_since_stays_when_a_merge_is_undone(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var pair = await Pair.MakeAsync(city);
        var visits = new List<string>();
        foreach (var day in (string[])["2026-01-01", "2026-01-02", "2026-01-03"])
            visits.Add(await city.PutAsync(Declared.Visits, new { person = pair.Loser, day }));
        var merged = (await pair.Merges.MergeAsync(
            Declared.People, pair.Request("mobile", "address"), RegisterCity.Root)).Value;
        await city.PutAsync(Declared.People, new { address = "新址9号", plate = "AB123" }, pair.Survivor);
        await city.PutAsync(Declared.Visits, new { person = pair.Other }, visits[0]);
        await city.PutAsync(Declared.Visits, new { place = "办公室" }, visits[1]);
        await city.Registers.CloseAsync(Declared.Visits, visits[2], null, "误录", RegisterCity.Root);

        var undone = (await pair.Merges.UndoAsync(merged.MergeId!, "不是同一人", RegisterCity.Root)).Value;
        Assert.Equal(["mobile"], undone.Reverted);
        Assert.Equal(["address"], undone.Kept);
        Assert.Equal(1, Assert.Single(undone.References).Rows);
        Assert.Equal(2, Assert.Single(undone.Staying).Rows);
        var survivor = await city.ReadWholeAsync(Declared.People, pair.Survivor);
        Assert.Equal("新址9号", survivor.Values["address"]);
        Assert.Equal("AB123", survivor.Values["plate"]);
        Assert.Null(survivor.Values["mobile"]);
        var loser = await city.ReadWholeAsync(Declared.People, pair.Loser);
        Assert.Equal("13800138000", loser.Values["mobile"]);
        Assert.Equal(pair.Other, (await city.ReadWholeAsync(Declared.Visits, visits[0])).Values["person"]);
        Assert.Equal(pair.Loser, (await city.ReadWholeAsync(Declared.Visits, visits[1])).Values["person"]);
    }

    [Theory, EachDatabase]
    public async Task Chains_are_followed_and_undone_in_order_and_cycles_are_refused(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var pair = await Pair.MakeAsync(city);
        var visit = await city.PutAsync(Declared.Visits, new { person = pair.Loser, day = "2026-01-02" });
        var first = (await pair.Merges.MergeAsync(Declared.People, pair.Request("mobile"), RegisterCity.Root)).Value;
        var back = new MergeRequest(pair.Loser, pair.Survivor, [], "同一人", null, null);
        var refused = (await pair.Merges.MergeAsync(Declared.People, back, RegisterCity.Root)).Error;
        Assert.Equal(("registries.merge.conflict", pair.Survivor), (refused?.Code, refused?.Args["into"]));
        var on = new MergeRequest(pair.Other, pair.Survivor, ["mobile"], "同一人", null, null);
        var second = (await pair.Merges.MergeAsync(Declared.People, on, RegisterCity.Root)).Value;
        Assert.Equal(pair.Other, await pair.Merges.SurvivorOfAsync(Declared.People, pair.Loser));
        Assert.Equal(pair.Other, (await city.ReadWholeAsync(Declared.Visits, visit)).Values["person"]);

        var early = (await pair.Merges.UndoAsync(first.MergeId!, "不是同一人", RegisterCity.Root)).Error;
        Assert.Equal(("registries.unmerge.later-merge", second.MergeId), (early?.Code, early?.Args["merge"]));
        Assert.True((await pair.Merges.UndoAsync(second.MergeId!, "不是同一人", RegisterCity.Root)).IsOk);
        Assert.True((await pair.Merges.UndoAsync(first.MergeId!, "不是同一人", RegisterCity.Root)).IsOk);
        Assert.Equal(pair.Loser, (await city.ReadWholeAsync(Declared.Visits, visit)).Values["person"]);
        Assert.Null((await city.ReadWholeAsync(Declared.People, pair.Survivor)).Values["mobile"]);
        Assert.Null((await city.ReadWholeAsync(Declared.People, pair.Other)).Values["mobile"]);
    }

    [Theory, EachDatabase]
    public async Task What_cannot_be_merged_is_refused_and_nothing_is_changed(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var pair = await Pair.MakeAsync(city);
        foreach (var person in (string[])[pair.Survivor, pair.Loser])
            await city.PutAsync(Declared.Visits, new { person, day = "2026-01-02" });
        // Both were visited on the same day, and a visit is named by person and day.
        Assert.Equal("registries.merge.reference-refused", await CodeAsync(pair.Request()));
        Assert.Equal("registries.merge.field-refused", await CodeAsync(
            pair.Request("number") with { LoserId = pair.Other }));
        Assert.Equal("registries.merge.same-row", await CodeAsync(pair.Request() with { LoserId = pair.Survivor }));
        Assert.Equal("registries.row.version", await CodeAsync(pair.Request() with { LoserVersion = 9 }));
        Assert.Equal("registries.row.not-found", await CodeAsync(pair.Request() with { LoserId = "p_x" }));
        Assert.Equal("registries.reason.missing", await CodeAsync(pair.Request() with { Reason = " " }));
        Assert.Equal("registries.field.unknown", await CodeAsync(pair.Request("colour")));
        await city.Registers.CloseAsync(Declared.People, pair.Other, null, "注销", RegisterCity.Root);
        Assert.Equal("registries.merge.closed-row", await CodeAsync(pair.Request() with { LoserId = pair.Other }));
        var far = RegisterCity.Officer((RegistriesPermissions.Merge, "990002"));
        Assert.Equal("registries.reach.forbidden", await CodeAsync(pair.Request(), far));
        Assert.Equal("registries.merge.forbidden", await CodeAsync(
            pair.Request(), RegisterCity.Officer((RegistriesPermissions.Write, ""))));
        Assert.Equal(1, (await city.ReadWholeAsync(Declared.People, pair.Loser)).Version);
        Assert.Equal(1, (await city.ReadWholeAsync(Declared.People, pair.Survivor)).Version);

        async Task<string?> CodeAsync(MergeRequest request, Caller? caller = null) =>
            (await pair.Merges.MergeAsync(Declared.People, request, caller ?? RegisterCity.Root)).Error?.Code;
    }

    [Theory, EachDatabase]
    public async Task The_key_of_a_merged_row_makes_no_new_double(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var pair = await Pair.MakeAsync(city);
        var merged = (await pair.Merges.MergeAsync(Declared.People, pair.Request(), RegisterCity.Root)).Value;
        var again = await city.Registers.UpsertAsync(
            Declared.People,
            new(null, new Dictionary<string, string?> { ["number"] = Declared.Number(2), ["name"] = "张伟" }, null, null),
            RegisterCity.Root);
        Assert.Equal("registries.row.key-merged", again.Error?.Code);
        Assert.Equal(pair.Survivor, again.Error?.Args["into"]);
        Assert.True((await pair.Merges.UndoAsync(merged.MergeId!, "误合并", RegisterCity.Root)).IsOk);
        Assert.Equal("unchanged", (await city.WriteAsync(
            Declared.People, new { number = Declared.Number(2), name = "张玮" })).Outcome);
    }

    [Theory, EachDatabase]
    public async Task Of_two_who_merge_at_once_one_is_told_that_the_other_was_first(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        for (var round = 0; round < 5; round++)
        {
            var pair = await Pair.MakeAsync(city, 10 * (round + 1));
            var cross = new MergeRequest(pair.Loser, pair.Survivor, [], "同一人", null, null);
            var both = await Task.WhenAll(
                Task.Run(() => pair.Merges.MergeAsync(Declared.People, pair.Request(), RegisterCity.Root)),
                Task.Run(() => pair.Merges.MergeAsync(Declared.People, cross, RegisterCity.Root)));
            var lost = Assert.Single(both, r => !r.IsOk);
            Assert.Equal("registries.merge.conflict", lost.Error?.Code);
        }
    }

    private static async Task<string> ValuesAsync(RegisterCity city, Pair pair, string visit)
    {
        var rows = new List<string>();
        foreach (var (register, id) in new[]
        {
            (Declared.People, pair.Survivor), (Declared.People, pair.Loser), (Declared.Visits, visit),
        })
            rows.Add(
                string.Join(';', (await city.ReadWholeAsync(register, id)).Values.Select(v => $"{v.Key}={v.Value}")));
        return string.Join('\n', rows);
    }
}

/// <summary>Two records of one person, and a third of somebody else.</summary>
internal sealed record Pair(IMerges Merges, string Survivor, string Loser, string Other)
{
    public static async Task<Pair> MakeAsync(RegisterCity city, int from = 1) => new(
        city.Services.GetRequiredService<IMerges>(),
        await city.PutAsync(Declared.People, new { number = Declared.Number(from), name = "张伟", income = "100" }),
        await city.PutAsync(
            Declared.People,
            new
            {
                number = Declared.Number(from + 1), name = "张玮", mobile = "13800138000", income = "200.5",
                address = "旧址8号",
            }),
        await city.PutAsync(Declared.People, new { number = Declared.Number(from + 1000), name = "李娜" }));

    public MergeRequest Request(params string[] take) => new(Survivor, Loser, take, "同一人", null, null);
}
