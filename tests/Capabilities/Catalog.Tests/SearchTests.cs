using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

public class SearchTests
{
    [Theory]
    [InlineData("人口信息", "人口 口信 信息")]
    [InlineData("ＧＰＳ Track 3.5", "gps track 3 5")]
    [InlineData("桥", "桥")]
    [InlineData("公交IC卡", "公交 ic 卡")]
    [InlineData("𠮷野家", "𠮷野 野家")]
    [InlineData("  ，。", "")]
    public void Texts_are_cut_into_tokens(string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', Tokens.Of(text)));

    [Theory, EachDatabase]
    public async Task What_is_in_the_title_comes_before_what_is_in_the_summary(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        await city.PublishedAsync(CatalogCity.Sample("食堂名录") with { Summary = new("学校名单之外的食堂。", "Canteens") });
        var school = await city.PublishedAsync(CatalogCity.Sample("学校名单"));
        var page = await FindAsync(city, "学校名单");
        Assert.Equal(2, page.Total);
        Assert.Equal(school, page.Items[0].Code);
        Assert.Equal(school, (await FindAsync(city, "ＬＩＳＴ 学校名单")).Items[0].Code);
        Assert.Equal(1, (await FindAsync(city, "食堂名录")).Total);
        Assert.Equal(1, (await FindAsync(city, "堂")).Total);
        Assert.Empty((await FindAsync(city, "？！")).Items);
    }

    [Theory, EachDatabase]
    public async Task Facets_count_what_another_choice_would_bring(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        for (var i = 0; i < 3; i++) await city.PublishedAsync();
        await city.PublishedAsync(CatalogCity.Sample() with { Cycle = UpdateCycle.Yearly, Region = "441900003001" });
        var chosen = new Dictionary<string, IReadOnlyList<string>> { ["cycle"] = ["yearly"] };
        var page = (await city.Catalog.SearchAsync(new CatalogQuery { Facets = chosen }, Caller.Nobody)).Value;
        Assert.Equal(1, page.Total);
        Assert.Equal([("monthly", 3), ("yearly", 1)], page.Facets["cycle"].Select(f => (f.Value, f.Count)));
        Assert.Equal([("441900003", 1)], page.Facets["town"].Select(f => (f.Value, f.Count)));
        Assert.Equal("公共服务", Assert.Single(page.Facets["class"]).Title!.Value.Zh);
        Assert.Equal(2, page.Facets["format"].Count);
    }

    [Theory, EachDatabase]
    public async Task Pages_hold_each_resource_once(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        for (var i = 0; i < 11; i++) await city.PublishedAsync(CatalogCity.Sample($"学校{i}"));
        foreach (var text in new[] { null, "学校" })
        {
            var seen = new List<string>();
            string? cursor = null;
            do
            {
                var query = new CatalogQuery { Text = text, Cursor = cursor, Limit = 4 };
                var page = (await city.Catalog.SearchAsync(query, Caller.Nobody)).Value;
                Assert.Equal(11, page.Total);
                seen.AddRange(page.Items.Select(r => r.Code));
                cursor = page.Next;
            }
            while (cursor is not null);
            Assert.Equal(11, seen.Distinct().Count());
            Assert.Equal(11, seen.Count);
        }
    }

    [Theory, EachDatabase]
    public async Task Another_process_finds_what_this_one_published(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        var code = await city.PublishedAsync();
        Assert.Equal(1, (await FindAsync(city, "学校")).Total);
        await city.ActAsync(code, ResourceAction.Withdraw);
        Assert.Equal(0, (await FindAsync(city, "学校")).Total);
        var draft = await city.MakeAsync(CatalogCity.Sample() with { Region = "441900003" });
        Assert.Equal(0, (await FindAsync(city, "学校")).Total);
        var officer = CatalogCity.Officer("441900003", CatalogPermissions.Read);
        var own = (await city.Catalog.SearchAsync(new CatalogQuery { Text = "学校" }, officer)).Value;
        Assert.Equal(draft.Code, Assert.Single(own.Items).Code);
    }

    [Theory, EachDatabase]
    public async Task A_bad_question_is_refused(Engine engine)
    {
        await using var city = await CatalogCity.CreateAsync(engine);
        async Task<string> CodeOf(CatalogQuery query) =>
            (await city.Catalog.SearchAsync(query, Caller.Nobody)).Error!.Code;
        Assert.Equal("catalog.search.cursor", await CodeOf(new CatalogQuery { Cursor = "???" }));
        Assert.Equal("catalog.search.limit", await CodeOf(new CatalogQuery { Limit = 101 }));
        Assert.Equal("catalog.search.too-long", await CodeOf(new CatalogQuery { Text = new string('长', 101) }));
    }

    private static async Task<CatalogPage> FindAsync(CatalogCity city, string text) =>
        (await city.Catalog.SearchAsync(new CatalogQuery { Text = text }, Caller.Nobody)).Value;
}
