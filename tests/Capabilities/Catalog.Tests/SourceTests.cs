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
}
