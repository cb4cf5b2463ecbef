using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

public class LifecycleTests
{
    [Fact]
    public void Every_state_and_action_is_decided()
    {
        var table = string.Join('\n',
            from state in Enum.GetValues<ResourceState>()
            select $"{state}: " + string.Join(", ",
                from action in Enum.GetValues<ResourceAction>()
                let next = Lifecycle.Next(state, action)
                where next is not null
                select $"{action}>{next}"));
        Assert.Equal(
            """
            Draft: Edit>Draft, Submit>Review
            Review: Return>Draft, Publish>Published
            Published: Edit>Changed, Withdraw>Withdrawn
            Changed: Edit>Changed, Submit>ChangeReview, Discard>Published, Withdraw>Withdrawn
            ChangeReview: Return>Changed, Publish>Published, Withdraw>Withdrawn
            Withdrawn: Edit>Draft
            """.ReplaceLineEndings("\n"), table);
    }

    [Theory, EachDatabase]
    public async Task A_draft_stands_beside_what_is_published_until_it_is_published(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var code = await city.PublishedAsync();
        var changed = CatalogCity.Sample("中小学名录") with { Cycle = UpdateCycle.Yearly };
        await city.Catalog.EditAsync(code, changed, null, "更名", CatalogCity.Root);

        var seen = (await city.Catalog.GetAsync(code, Caller.Nobody)).Value;
        Assert.Equal(("学校名录", 1L, null), (seen.Description.Title.Zh, seen.Number, seen.Draft));
        Assert.Equal("中小学名录", (await city.Catalog.GetAsync(code, CatalogCity.Root)).Value.Draft!.Title.Zh);
        Assert.Single((await city.Catalog.VersionsAsync(code, Caller.Nobody)).Value);

        await city.ActAsync(code, ResourceAction.Submit);
        await city.ActAsync(code, ResourceAction.Publish);
        Assert.Equal("中小学名录", (await city.Catalog.GetAsync(code, Caller.Nobody)).Value.Description.Title.Zh);
        Assert.Equal([2, 1], (await city.Catalog.VersionsAsync(code, Caller.Nobody)).Value.Select(v => v.Number));
        var differences = (await city.Catalog.DifferAsync(code, 1, 2, Caller.Nobody)).Value;
        Assert.Equal(
            ["cycle: monthly>yearly", "title.en: List of 学校名录>List of 中小学名录", "title.zh: 学校名录>中小学名录"],
            differences.Select(d => $"{d.Field}: {d.Before}>{d.After}").Order(StringComparer.Ordinal));
    }

    [Theory, EachDatabase]
    public async Task A_withdrawn_resource_is_gone_for_the_public_and_keeps_its_code(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var code = await city.PublishedAsync();
        await city.Catalog.EditAsync(code, CatalogCity.Sample("改了又弃"), null, null, CatalogCity.Root);
        Assert.Equal("catalog.reason.missing",
            (await city.Catalog.ActAsync(code, ResourceAction.Withdraw, null, " ", CatalogCity.Root)).Error!.Code);
        await city.ActAsync(code, ResourceAction.Withdraw);
        Assert.Equal("catalog.resource.not-found", (await city.Catalog.GetAsync(code, Caller.Nobody)).Error!.Code);
        var kept = (await city.Catalog.GetAsync(code, CatalogCity.Root)).Value;
        Assert.Equal((ResourceState.Withdrawn, "学校名录"), (kept.State, kept.Description.Title.Zh));
        Assert.NotEqual(code, (await city.MakeAsync(CatalogCity.Sample())).Code);
    }

    [Theory, EachDatabase]
    public async Task A_change_of_what_another_changed_is_refused(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var made = await city.MakeAsync(CatalogCity.Sample());
        await city.Catalog.EditAsync(made.Code, CatalogCity.Sample("甲"), made.Version, null, CatalogCity.Root);
        var late = await city.Catalog.EditAsync(
            made.Code, CatalogCity.Sample("乙"), made.Version, null, CatalogCity.Root);
        Assert.Equal("catalog.resource.version", late.Error!.Code);
    }

    [Theory, EachDatabase]
    public async Task Officers_of_a_town_write_for_their_town_only(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var officer = CatalogCity.Officer("441900003", CatalogPermissions.Read, CatalogPermissions.Edit);
        var here = CatalogCity.Sample() with { Region = "441900003001" };
        var there = CatalogCity.Sample() with { Region = "441900004" };
        var own = (await city.Catalog.CreateAsync(here, null, officer)).Value.Resource!;
        Assert.Equal("catalog.edit.forbidden", (await city.Catalog.CreateAsync(there, null, officer)).Error!.Code);
        Assert.Equal("catalog.edit.forbidden",
            (await city.Catalog.EditAsync(own.Code, there, null, null, officer)).Error!.Code);
        await city.Catalog.ActAsync(own.Code, ResourceAction.Submit, null, null, officer);
        Assert.Equal("catalog.publish.forbidden",
            (await city.Catalog.ActAsync(own.Code, ResourceAction.Publish, null, null, officer)).Error!.Code);
        var other = await city.MakeAsync(there);
        Assert.Equal("catalog.resource.not-found", (await city.Catalog.GetAsync(other.Code, officer)).Error!.Code);
    }
}
