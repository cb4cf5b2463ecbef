using System.Net;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;

namespace Lingnan.Web.Tests.Portal;

/// <summary>Each person sees their own record and who read it.</summary>
public sealed class MyRecordTests(PortalCity city) : IClassFixture<PortalCity>
{
    private static readonly string[] Own = ["/me", "/me/history", "/me/readers", "/me/doubts", "/me/account"];

    public static TheoryData<string> OwnPages() => [.. Own];

    [Theory]
    [MemberData(nameof(OwnPages))]
    public async Task A_stranger_is_led_to_sign_in(string path)
    {
        using var nobody = city.Nobody();
        using var answer = await nobody.GetAsync(path);
        Assert.Equal("/sign-in?returnUrl=" + Uri.EscapeDataString(path), answer.Headers.Location!.ToString());
    }

    [Theory]
    [MemberData(nameof(OwnPages))]
    public async Task The_pages_are_sound_and_nobody_elses(string path)
    {
        foreach (var role in new[] { "citizen", "town-officer" })
        {
            using var browser = await city.AsAsync(role);
            using var answer = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.True(answer.Headers.CacheControl!.NoStore);
            var html = await answer.Content.ReadAsStringAsync();
            Assert.Empty(HtmlRules.PageFaults(HtmlRules.Parse(html)));
            Assert.Equal(
                role == "citizen" && path == "/me", html.Contains(city.PersonNumber, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_citizen_sees_the_whole_record_and_the_look_itself_is_logged()
    {
        using var browser = await city.AsAsync("citizen");
        var record = HtmlRules.Parse(await browser.GetStringAsync("/me"));
        var facts = record.QuerySelectorAll(".facts > div").ToDictionary(
            d => d.QuerySelector("dt")!.TextContent, d => d.QuerySelector("dd")!.TextContent);
        Assert.Equal(city.PersonNumber, facts["公民身份号码"]);
        Assert.Equal("阿依古丽·买买提", facts["姓名"]);
        Assert.Equal("临江990100001001 (990100001001)", facts["区划"]);

        var others = HtmlRules.Parse(await browser.GetStringAsync("/me/readers"));
        Assert.DoesNotContain("本人查看", others.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        var all = others.QuerySelector("a[href*=own]")!.GetAttribute("href")!;
        var readers = HtmlRules.Parse(await browser.GetStringAsync(all));
        var newest = readers.QuerySelector("tbody tr")!.TextContent;
        Assert.Contains("本人查看", newest, StringComparison.Ordinal);
        Assert.Contains("公民身份号码", newest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_are_told_with_office_purpose_and_case_page_by_page()
    {
        var log = city.Get<IAuditLog>();
        for (var i = 0; i < 40; i++)
            await log.AppendAsync(new AuditEntry
            {
                Caller = new Caller { Kind = CallerKind.Officer, AccountId = "a_reader", Name = "陈晓<b>",
                    UnitName = "临江街道办事处" },
                Action = "registries.record-read", Object = $"population:person/{city.PersonId}",
                SubjectId = city.PersonId,
                Purpose = $"核对住址{i}", CaseNumber = $"JC-{i}", DetailJson = """{"fields":["address"]}""",
            });
        using var browser = await city.AsAsync("citizen");
        var first = HtmlRules.Parse(await browser.GetStringAsync("/me/readers"));
        var row = first.QuerySelector("tbody tr")!.TextContent;
        foreach (var told in new[] { "陈晓<b>", "临江街道办事处", "核对住址39", "JC-39", "住址", "查看完整信息" })
            Assert.Contains(told, row, StringComparison.Ordinal);
        var older = HtmlRules.Parse(
            await browser.GetStringAsync(first.QuerySelector("a[rel=next]")!.GetAttribute("href")!));
        Assert.Contains("核对住址9", older.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("核对住址39", older.QuerySelector("tbody")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_page_tells_the_level_and_ends_another_session()
    {
        using var here = await city.AsAsync("citizen");
        using var left = await city.AsAsync("citizen");
        var page = HtmlRules.Parse(await here.GetStringAsync("/me/account"));
        Assert.Contains("一级", page.QuerySelector(".facts")!.TextContent, StringComparison.Ordinal);
        foreach (var form in page.QuerySelectorAll("form[action='/me/account/end-session']"))
        {
            using var ended = await here.PostAsync("/me/account/end-session", new FormUrlEncodedContent(
                [new("id", form.QuerySelector("input")!.GetAttribute("value")!)]));
            Assert.Equal("/me/account?ended=1", ended.Headers.Location!.ToString());
        }

        using (var gone = await left.GetAsync("/me")) Assert.Equal(HttpStatusCode.Redirect, gone.StatusCode);
        using (var stays = await here.GetAsync("/me")) Assert.Equal(HttpStatusCode.OK, stays.StatusCode);
    }

    [Fact]
    public async Task A_wrong_present_password_is_told_at_its_field()
    {
        using var browser = await city.AsAsync("citizen");
        using var answer = await browser.PostAsync("/me/account", new FormUrlEncodedContent(
        [
            new("_handler", "password"), new("Form.Old", "no"), new("Form.New", "kapok-over-the-quay-7"),
            new("Form.Again", "kapok-over-the-quay-7"),
        ]));
        var page = HtmlRules.Parse(await answer.Content.ReadAsStringAsync());
        Assert.Equal(["old"], page.QuerySelectorAll("[aria-invalid=true]").Select(e => e.Id!));
    }
}
