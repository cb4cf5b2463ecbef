using System.Net;
using System.Text;
using Lingnan.Web.Portal;
using Microsoft.AspNetCore.Components;

namespace Lingnan.Web.Tests.Portal;

/// <summary>What every public page promises to everyone.</summary>
public sealed class PublicPagesTests(PortalCity city) : IClassFixture<PortalCity>
{
    private const int PageBytesMax = 60 * 1024;

    private static readonly string[] Cacheable =
    [
        "/", "/catalog", "/catalog?q=人员", "/catalog/population/person", "/catalog/places/division",
        "/catalog/places/division/rows", "/catalog/places/division/rows?q=滨江", "/systems",
        "/systems?state=open&plan=004&page=2",
        "/accessibility", "/privacy", "/sitemap", "/problems/registries.field.required",
    ];

    private static readonly string[] Personal = ["/sign-in", "/sign-up", "/set-password?token=x", "/health"];

    public static TheoryData<string, string> Pages()
    {
        var rows = new TheoryData<string, string>();
        foreach (var path in Cacheable.Concat(Personal))
            foreach (var language in new[] { "zh-CN", "en" }) rows.Add(path, language);
        return rows;
    }

    public static TheoryData<string> CacheablePages() => [.. Cacheable];

    [Fact]
    public async Task A_register_shows_its_code_lists_to_the_last_code()
    {
        using var browser = city.Nobody();
        var page = HtmlRules.Parse(await browser.GetStringAsync("/catalog/legal-entities/entity"));
        var industries = page.QuerySelector("#list-industry")!.TextContent;
        Assert.Contains("97 国际组织", industries, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task A_page_is_sound_light_and_sets_no_cookie(string path, string language)
    {
        using var browser = city.Nobody();
        using var answer = await browser.GetAsync(path + (path.Contains('?') ? "&" : "?") + "lang=" + language);
        var html = await answer.Content.ReadAsStringAsync();
        var page = HtmlRules.Parse(html);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.Empty(HtmlRules.PageFaults(page));
        Assert.Equal(language, page.DocumentElement.GetAttribute("lang"));
        Assert.DoesNotContain(
            "portal.", page.Body!.TextContent.Replace("/api/", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotMatch("&#x[4-9A-F][0-9A-F]{3};", html);
        var css = new FileInfo(Path.Combine(Project.Home, "src", "Web", "Kit", "wwwroot", "kit.css")).Length;
        Assert.InRange(Encoding.UTF8.GetByteCount(html) + css, 1, PageBytesMax);
    }

    [Theory]
    [MemberData(nameof(CacheablePages))]
    public async Task A_page_without_form_may_be_kept_until_its_reader_is_known(string path)
    {
        using var nobody = city.Nobody();
        using var shared = await nobody.GetAsync(path);
        Assert.True(shared.Headers.CacheControl!.Public);
        Assert.Contains("Cookie", shared.Headers.Vary);

        using var citizen = await city.AsAsync("citizen");
        using var own = await citizen.GetAsync(path);
        Assert.True(own.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [MemberData(nameof(CacheablePages))]
    public async Task Crawlers_may_ask_for_the_head_alone(string path)
    {
        using var nobody = city.Nobody();
        using var answer = await nobody.SendAsync(new HttpRequestMessage(HttpMethod.Head, path));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("/nowhere", "/")]
    [InlineData("/catalog/no/such", "/catalog/no/such")]
    [InlineData("/catalog/population/person/rows", "/catalog/population/person/rows")]
    [InlineData("/problems/no.such.code", "/problems/no.such.code")]
    public async Task What_is_not_there_is_a_full_page_with_a_way_on(string path, string _)
    {
        using var nobody = city.Nobody();
        using var answer = await nobody.GetAsync(path);
        var page = HtmlRules.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Empty(HtmlRules.PageFaults(page));
        Assert.NotNull(page.QuerySelector("main a[href='/']"));
        Assert.False(answer.Headers.CacheControl!.Public);
    }

    [Fact]
    public async Task A_bug_of_ours_is_a_full_page_that_tells_nothing_of_the_inside()
    {
        using var nobody = city.Nobody();
        using var answer = await nobody.GetAsync("/broken");
        var html = await answer.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Empty(HtmlRules.PageFaults(HtmlRules.Parse(html)));
        Assert.DoesNotContain("a bug of ours", html, StringComparison.Ordinal);
        Assert.Contains(answer.Headers.GetValues("X-Correlation-Id").Single(), html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Choosing_language_and_size_keeps_the_choice_and_goes_back()
    {
        using var nobody = city.Nobody();
        using var chosen = await nobody.GetAsync("/settings?lang=en&care=1&returnUrl=%2Fcatalog%3Fq%3Da");
        Assert.Equal("/catalog?q=a", chosen.Headers.Location!.ToString());
        var cookies = chosen.Headers.GetValues("Set-Cookie").Select(c => c.Split(';')[0]).ToList();
        Assert.Equal(["lingnan-care=1", "lingnan-language=en"], cookies.Order(StringComparer.Ordinal));

        nobody.DefaultRequestHeaders.Add("Cookie", string.Join("; ", cookies));
        var page = HtmlRules.Parse(await nobody.GetStringAsync("/catalog"));
        Assert.Equal("en", page.DocumentElement.GetAttribute("lang"));
        Assert.Equal("1", page.DocumentElement.GetAttribute("data-care"));

        using var elsewhere = await nobody.GetAsync("/settings?lang=zh-CN&returnUrl=%2F%2Fevil.example");
        Assert.Equal("/", elsewhere.Headers.Location!.ToString());
    }

    [Fact]
    public async Task Open_rows_are_searched_paged_and_taken_as_a_file()
    {
        using var nobody = city.Nobody();
        var first = HtmlRules.Parse(await nobody.GetStringAsync("/catalog/places/division/rows?q=滨江"));
        Assert.Equal(50, first.QuerySelectorAll("tbody tr").Length);
        var second = HtmlRules.Parse(
            await nobody.GetStringAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!));
        Assert.Equal(10, second.QuerySelectorAll("tbody tr").Length);
        var names = first.QuerySelectorAll("tbody tr").Concat(second.QuerySelectorAll("tbody tr"))
            .Select(r => r.TextContent).ToList();
        Assert.Equal(60, names.Distinct().Count());

        var file = await nobody.GetByteArrayAsync("/catalog/places/division/rows.csv");
        Assert.Equal([0xEF, 0xBB, 0xBF], file[..3]);
        Assert.Equal(1 + 63, Encoding.UTF8.GetString(file).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using var closed = await nobody.GetAsync("/catalog/population/person/rows.csv");
        Assert.Equal(HttpStatusCode.NotFound, closed.StatusCode);
    }

    [Fact]
    public async Task The_account_of_the_plans_is_filtered()
    {
        using var nobody = city.Nobody();
        var open = HtmlRules.Parse(await nobody.GetStringAsync("/systems?state=open&plan=001"));
        var rows = open.QuerySelectorAll("tbody tr");
        Assert.NotEmpty(rows);
        Assert.All(rows, r => Assert.Contains("待建设", r.TextContent, StringComparison.Ordinal));
        Assert.Equal("open", open.QuerySelector("select#state option[selected]")!.GetAttribute("value"));
        var none = HtmlRules.Parse(await nobody.GetStringAsync("/systems?q=没有这样的系统"));
        Assert.Single(none.QuerySelectorAll(".empty"));
    }

    [Fact]
    public async Task Search_text_stays_text()
    {
        using var nobody = city.Nobody();
        var page = HtmlRules.Parse(
            await nobody.GetStringAsync("/catalog?q=" + Uri.EscapeDataString("<script>alert(1)</script>\" onfocus=x")));
        Assert.Empty(HtmlRules.PageFaults(page));
    }

    [Fact]
    public void The_portal_uses_no_component_library_no_streaming_and_no_circuit()
    {
        var names = typeof(PortalSetup).Assembly.GetReferencedAssemblies().Select(a => a.Name!).ToList();
        Assert.DoesNotContain(
            names,
            n => n.StartsWith("MudBlazor", StringComparison.Ordinal)
            || n.EndsWith("Components.Server", StringComparison.Ordinal));
        var bad = typeof(PortalSetup).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(ComponentBase)))
            .Where(t => t.GetCustomAttributes(true).Any(a => a is StreamRenderingAttribute or RenderModeAttribute));
        Assert.Empty(bad);
    }
}
