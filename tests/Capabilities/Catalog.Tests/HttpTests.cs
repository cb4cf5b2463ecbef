using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Catalog.Tests;

public class HttpTests
{
    private const string Resources = "/api/catalog/resources";
    private const string Everything = "read@,edit@,review@,publish@";

    [Theory, EachDatabase]
    public async Task A_resource_is_written_reviewed_and_published(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var officer = city.As(Everything);
        using var nobody = city.Nobody();
        using var made = await officer.PostAsJsonAsync(Resources, Body());
        Assert.Equal((HttpStatusCode.Created, "\"1\""), (made.StatusCode, made.Headers.ETag!.Tag));
        var path = made.Headers.Location!.ToString();
        Assert.Equal($"{Resources}/201001-000001", path);
        Assert.Equal(HttpStatusCode.NotFound, (await nobody.GetAsync(path)).StatusCode);

        using var edited = await SendAsync(officer, HttpMethod.Put, path, Body("中小学名录"), "\"1\"");
        Assert.Equal((HttpStatusCode.OK, "\"2\""), (edited.StatusCode, edited.Headers.ETag!.Tag));
        using var late = await SendAsync(officer, HttpMethod.Put, path, Body("迟到"), "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        using var unreadable = await SendAsync(officer, HttpMethod.Put, path, Body("怪"), "\"x\"");
        Assert.Equal("catalog.body.if-match", await CodeAsync(unreadable));
        using var lateStep = await SendAsync(officer, HttpMethod.Post, path + "/submit", new { }, "\"1\"");
        Assert.Equal(HttpStatusCode.PreconditionFailed, lateStep.StatusCode);

        using var early = await officer.PostAsJsonAsync(path + "/publish", new { });
        Assert.Equal(
            (HttpStatusCode.Conflict, "catalog.resource.conflict"), (early.StatusCode, await CodeAsync(early)));
        foreach (var step in new[] { "submit", "publish" })
            (await officer.PostAsJsonAsync($"{path}/{step}", new { })).EnsureSuccessStatusCode();
        using var seen = await nobody.GetAsync(path);
        Assert.Equal("中小学名录", (await HttpCity.JsonAsync(seen)).GetProperty("description").GetProperty("title")
            .GetProperty("zh").GetString());
        using var again = new HttpRequestMessage(HttpMethod.Get, path);
        again.Headers.IfNoneMatch.Add(seen.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await nobody.SendAsync(again)).StatusCode);
    }

    [Fact]
    public async Task Who_asks_is_asked_before_what_is_asked()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var nobody = city.Nobody();
        using var reader = city.As("read@");
        foreach (var (method, path) in new[]
        {
            (HttpMethod.Post, Resources), (HttpMethod.Put, Resources + "/201001-000009"),
            (HttpMethod.Post, Resources + "/201001-000009/submit"),
            (HttpMethod.Post, Resources + "/201001-000009/return"),
            (HttpMethod.Post, Resources + "/201001-000009/publish"),
            (HttpMethod.Post, Resources + "/201001-000009/withdraw"),
            (HttpMethod.Post, Resources + "/201001-000009/discard"),
            (HttpMethod.Post, "/api/catalog/increments?from=441900003"), (HttpMethod.Get, "/api/catalog/coverage"),
        })
        {
            using var unknown = new HttpRequestMessage(method, path);
            if (method != HttpMethod.Get) unknown.Content = Nonsense();
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await nobody.SendAsync(unknown)).StatusCode));
            if (method == HttpMethod.Get) continue;
            using var stranger = new HttpRequestMessage(method, path) { Content = Nonsense() };
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, (await reader.SendAsync(stranger)).StatusCode));
        }
    }

    [Fact]
    public async Task What_cannot_be_read_or_found_is_told()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var officer = city.As(Everything);
        using var broken = await officer.PostAsync(Resources, Nonsense());
        Assert.Equal(HttpStatusCode.BadRequest, broken.StatusCode);
        using var wrongChoice = await officer.PostAsync(Resources, new StringContent(
            """{"description":{"classification":"201001","share":"sometimes"}}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, wrongChoice.StatusCode);
        using var empty = await officer.PostAsJsonAsync(Resources, new { reason = "无" });
        Assert.Equal((HttpStatusCode.BadRequest, "catalog.body.malformed"), (empty.StatusCode, await CodeAsync(empty)));
        using var faulty = await officer.PostAsJsonAsync(
            Resources, new { description = CatalogCity.Sample() with { Region = "44x" } });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, faulty.StatusCode);
        Assert.Equal("region", (await HttpCity.JsonAsync(faulty)).GetProperty("errors")[0].GetProperty("field")
            .GetString());
        using var begun = await officer.PostAsJsonAsync(
            Resources, new { description = CatalogCity.Sample() with { Share = ShareClass.Conditional } });
        Assert.Equal(HttpStatusCode.Created, begun.StatusCode);
        Assert.Equal("shareCondition", (await HttpCity.JsonAsync(begun)).GetProperty("unfinished")[0]
            .GetProperty("field").GetString());
        using var early = await officer.PostAsJsonAsync(begun.Headers.Location + "/submit", new { });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, early.StatusCode);
        foreach (var path in new[] { "201001-000009", "nonsense", "201001-000009/versions", "x/diff?from=1&to=2" })
            Assert.Equal(HttpStatusCode.NotFound, (await officer.GetAsync($"{Resources}/{path}")).StatusCode);
        using var step = await officer.PostAsJsonAsync(Resources + "/201001-000009/submit", new { });
        Assert.Equal(HttpStatusCode.NotFound, step.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task The_table_of_the_guide_comes_as_csv_and_as_workbook(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var nobody = city.Nobody();
        await city.PublishAsync(CatalogCity.Sample("=学校"));
        var csv = await nobody.GetStringAsync("/api/catalog/export?format=csv");
        Assert.Equal(csv, await nobody.GetStringAsync("/api/catalog/export"));
        Assert.Equal(3, csv.TrimEnd().Split("\r\n").Length);
        Assert.Contains(",'=学校,201001/000001,", csv, StringComparison.Ordinal);
        using var workbook = await nobody.GetAsync("/api/catalog/export?format=xlsx");
        Assert.Equal("catalog.xlsx", workbook.Content.Headers.ContentDisposition!.FileName);
        using var zip = new ZipArchive(await workbook.Content.ReadAsStreamAsync());
        using var sheet = new StreamReader(zip.GetEntry("xl/worksheets/sheet1.xml")!.Open());
        var rows = await sheet.ReadToEndAsync();
        Assert.Equal(3, rows.Split("<row>").Length - 1);
        Assert.Contains("'=学校", rows, StringComparison.Ordinal);
        using var other = await nobody.GetAsync("/api/catalog/export?format=pdf");
        Assert.Equal("catalog.export.format", await CodeAsync(other));
    }

    private static object Body(string title = "学校名录") => new { description = CatalogCity.Sample(title), reason = "编制" };

    private static StringContent Nonsense() => new("{nonsense", Encoding.UTF8, "application/json");

    private static async Task<string> CodeAsync(HttpResponseMessage answer) =>
        (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString()!;

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient http, HttpMethod method, string path, object body, string ifMatch)
    {
        var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return http.SendAsync(request);
    }
}
