using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

/// <summary>A draft is kept as far as it goes, and goes no further until it is whole.</summary>
public class UnfinishedTests
{
    [Theory, EachDatabase]
    public async Task A_draft_with_missing_parts_is_kept_and_not_handed_in(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var begun = CatalogCity.Sample("学校") with
        {
            Summary = new("", ""), Provider = new("", ""), ProviderCode = null, Items = [],
            Share = ShareClass.None, LegalBasis = null, Open = OpenClass.Conditional,
        };
        var made = (await city.Catalog.CreateAsync(begun, null, CatalogCity.Root)).Value;
        var code = made.Resource!.Code;
        string[] missing = ["items", "legalBasis", "open", "openCondition", "provider", "providerCode", "summary"];
        Assert.Equal(missing, made.Resource.Unfinished.Select(u => u.Field).Order(StringComparer.Ordinal));
        var submitted = (await city.Catalog.ActAsync(
            code, ResourceAction.Submit, null, null, CatalogCity.Root)).Value;
        Assert.Null(submitted.Resource);
        Assert.Equal(missing, submitted.Faults.Select(f => f.Field).Order(StringComparer.Ordinal));
        Assert.Equal(
            ResourceState.Draft, (await city.Catalog.GetAsync(code, CatalogCity.Root)).Value.State);

        var found = (await city.Catalog.SearchAsync(new() { Text = "学校" }, CatalogCity.Root)).Value;
        Assert.Equal(code, Assert.Single(found.Items).Code);
        var whole = CatalogCity.Sample("学校") with { Classification = begun.Classification };
        var mended = (await city.Catalog.EditAsync(code, whole, null, null, CatalogCity.Root)).Value;
        Assert.Empty(mended.Resource!.Unfinished);
        await city.ActAsync(code, ResourceAction.Submit);
        await city.ActAsync(code, ResourceAction.Publish);

        // The next version may be begun in part, too, while readers go on with the whole one.
        var next = (await city.Catalog.EditAsync(
            code, whole with { Summary = new("", "") }, null, null, CatalogCity.Root)).Value;
        Assert.Equal(["summary"], next.Resource!.Unfinished.Select(u => u.Field));
        var seen = (await city.Catalog.GetAsync(code, Caller.Nobody)).Value;
        Assert.NotEqual("", seen.Description.Summary.Zh);
        Assert.Empty(seen.Unfinished);
    }

    [Fact]
    public async Task What_cannot_be_kept_or_found_again_is_refused_still()
    {
        await using var city = await CatalogCity.CreateAsync(Engine.Sqlite);
        var sample = CatalogCity.Sample("学校");
        foreach (var bad in new[]
        {
            sample with { Title = new("", "") }, sample with { Classification = "9" },
            sample with { Region = "44x" }, sample with { Summary = new(new string('长', 5000), "") },
            sample with { Items = [sample.Items[0], sample.Items[0]] },
        })
        {
            var outcome = (await city.Catalog.CreateAsync(bad, null, CatalogCity.Root)).Value;
            Assert.Null(outcome.Resource);
            Assert.NotEmpty(outcome.Faults);
        }
    }
}
