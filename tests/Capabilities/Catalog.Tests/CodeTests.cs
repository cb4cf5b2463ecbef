using Lingnan.Catalog.Contracts;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

public class CodeTests
{
    [Theory, EachDatabase]
    public async Task Codes_are_one_each_whoever_asks_at_once(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        string[] prefixes = ["101001", "2010019", "307001"];
        var made = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(
            () => city.MakeAsync(CatalogCity.Sample($"资源{i}", prefixes[i % prefixes.Length])))));
        Assert.Equal(made.Length, made.Select(m => m.Code).Distinct().Count());
        foreach (var prefix in prefixes)
            Assert.Equal(
                Enumerable.Range(1, 20).Select(i => $"{prefix}/{i:000000}"),
                made.Select(m => m.Code).Where(c => c.StartsWith(prefix + "/", StringComparison.Ordinal)).Order());
        Assert.All(made, m => Assert.True(CatalogCode.Parse(m.Code).IsOk));
    }

    [Theory]
    [InlineData("share-none", "legalBasis:catalog.field.legal-basis-missing")]
    [InlineData("share-conditional", "shareCondition:catalog.field.condition-missing")]
    [InlineData("personal-open", "items.id:catalog.items.personal-open")]
    [InlineData("item-wider", "items.name:catalog.items.wider")]
    [InlineData("twice", "items.name:catalog.items.twice")]
    [InlineData("classification", "classification:catalog.field.classification")]
    [InlineData("provider", "providerCode:kernel.credit-code.length")]
    [InlineData("related", "related:catalog.field.code")]
    [InlineData("none", "items:catalog.items.none")]
    public void A_fault_names_its_field(string what, string expected)
    {
        var good = CatalogCity.Sample();
        var open = good.Items[0];
        var bad = what switch
        {
            "share-none" => good with { Share = ShareClass.None, Open = OpenClass.None, Items = [Closed(open)] },
            "share-conditional" => good with { Share = ShareClass.Conditional },
            "personal-open" => good with { Items = [open with { Name = "id", Privacy = ItemPrivacy.Sensitive }] },
            "item-wider" => good with { Open = OpenClass.None, Items = [open] },
            "twice" => good with { Items = [open, open] },
            "classification" => good with { Classification = "901001" },
            "provider" => good with { ProviderCode = "123" },
            "related" => good with { Related = ["x"] },
            _ => good with { Items = [] },
        };
        var fault = Assert.Single(Model.DescriptionRules.Check(Model.Descriptions.Tidy(bad)));
        Assert.Equal(expected, $"{fault.Field}:{fault.Error.Code}");
    }

    private static ResourceItem Closed(ResourceItem item) =>
        item with { Share = ShareClass.None, Open = OpenClass.None };
}
