using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

public class SourceTests
{
    private sealed class Declared : IResourceSource
    {
        public IReadOnlyList<DeclaredResource> Resources { get; set; } =
            [new("test:school", CatalogCity.Sample() with { ProviderCode = null, Cycle = UpdateCycle.Daily }, true)];
    }

    [Theory, EachDatabase]
    public async Task A_declaration_becomes_a_resource_and_a_changed_one_a_draft(Engine engine)
    {
        var source = new Declared();
        await using var city = await CatalogCity.CreateAsync(engine, source);
        var resources = city.Database.Get<IDeclaredResources>();
        Assert.Equal(1, await resources.EnsureAsync());
        Assert.Equal(0, await resources.EnsureAsync());
        var made = (await city.Catalog.OfSourceAsync("test:school", Caller.Nobody))!;
        Assert.Equal(ResourceState.Published, made.State);

        // What a person added stays; what the declaration says anew waits beside it.
        var better = made.Description with { ProviderCode = "11441900007330600E" };
        await city.Catalog.EditAsync(made.Code, better, null, null, CatalogCity.Root);
        Assert.Equal(0, await resources.EnsureAsync());
        source.Resources = [source.Resources[0] with
        {
            Description = source.Resources[0].Description with { Title = new("学校登记", "Schools") },
        }];
        Assert.Equal(1, await resources.EnsureAsync());
        var changed = (await city.Catalog.OfSourceAsync("test:school", CatalogCity.Root))!;
        Assert.Equal(ResourceState.Changed, changed.State);
        Assert.Equal(("学校登记", "11441900007330600E"), (changed.Draft!.Title.Zh, changed.Draft.ProviderCode));
        Assert.Equal("学校名录", changed.Description.Title.Zh);
    }

    [Theory, EachDatabase]
    public async Task Freshness_is_that_of_real_writes(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine, new Declared());
        await city.Database.Get<IDeclaredResources>().EnsureAsync();
        async Task<Timeliness> Now() => (await city.Catalog.OfSourceAsync("test:school", Caller.Nobody))!.Timeliness;
        Assert.Equal(Timeliness.Never, await Now());
        await using (var session = await city.Database.Database.WriteAsync())
        {
            session.Unaudited("a test");
            await city.Database.Get<IFreshness>().NoteAsync(session, "test:school");
            await session.CommitAsync();
        }
        Assert.Equal(Timeliness.OnTime, await Now());
        city.Time.Advance(TimeSpan.FromDays(3));
        Assert.Equal(Timeliness.Late, await Now());
        var coverage = Assert.Single(await city.Catalog.CoverageAsync(false, CatalogCity.Root));
        Assert.Equal(("教育局", 1, 1, 1, 1), (coverage.Key, coverage.Published, coverage.Connected, coverage.Late,
            coverage.Incomplete));
        Assert.Equal("city", Assert.Single(await city.Catalog.CoverageAsync(true, CatalogCity.Root)).Key);
    }

    [Theory, EachDatabase]
    public async Task Coverage_counts_what_is_shown_now_and_what_the_caller_sees(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var code = await city.PublishedAsync(CatalogCity.Sample() with { Region = "441900003001" });
        await city.MakeAsync(CatalogCity.Sample() with { Region = "441900003", ProviderCode = null });
        await city.MakeAsync(CatalogCity.Sample() with { Region = "441900004" });
        async Task<string> Told(Caller caller) => string.Join("; ", (await city.Catalog.CoverageAsync(true, caller))
            .Select(c => $"{c.Key} {c.Resources} {c.Published} {c.Shared} {c.Open} {c.Incomplete}"));
        Assert.Equal("441900003 1 1 1 1 0", await Told(Caller.Nobody));
        Assert.Equal("441900003 2 1 1 1 1; 441900004 1 0 0 0 0", await Told(CatalogCity.Root));
        var officer = CatalogCity.Officer("441900004", CatalogPermissions.Read);
        Assert.Equal("441900003 1 1 1 1 0; 441900004 1 0 0 0 0", await Told(officer));

        // A draft beside what is published is not counted before it is published itself.
        var closed = CatalogCity.Sample() with
        {
            Region = "441900003001", Open = OpenClass.None,
            Items = [.. CatalogCity.Sample().Items.Select(i => i with { Open = OpenClass.None })],
        };
        await city.Catalog.EditAsync(code, closed, null, null, CatalogCity.Root);
        Assert.Equal("441900003 1 1 1 1 0", await Told(Caller.Nobody));
        await city.ActAsync(code, ResourceAction.Submit);
        await city.ActAsync(code, ResourceAction.Publish);
        Assert.Equal("441900003 1 1 1 0 0", await Told(Caller.Nobody));
    }
}
