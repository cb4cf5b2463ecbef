using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests;

public class HttpTests
{
    private const string People = "/api/registries/test/person";

    [Theory, EachDatabase]
    public async Task A_row_lives_its_life_over_http(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@");
        using var made = await clerk.PostAsJsonAsync(People, new { values = Values(1), reason = "新增" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        var path = made.Headers.Location!.ToString();

        using var got = await clerk.GetAsync(path);
        var row = await HttpCity.JsonAsync(got);
        Assert.Equal("张*三", row.GetProperty("values").GetProperty("name").GetString());
        Assert.Equal(170.5m, row.GetProperty("values").GetProperty("height").GetDecimal());
        using var same = await SendAsync(clerk, HttpMethod.Get, path, ("If-None-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        using var changed = await SendAsync(
            clerk, HttpMethod.Patch, path, new { values = new { height = 171, address = "新址" } },
            ("If-Match", "\"1\""));
        Assert.Equal("changed", (await HttpCity.JsonAsync(changed)).GetProperty("outcome").GetString());
        using var late = await SendAsync(
            clerk, HttpMethod.Patch, path, new { values = new { height = 172 } }, ("If-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, late.StatusCode);
        using var replaced = await SendAsync(
            clerk, HttpMethod.Put, path, new { values = Values(1) }, ("If-Match", "\"2\""));
        Assert.Equal(
            JsonValueKind.Null,
            (await HttpCity.JsonAsync(replaced)).GetProperty("record").GetProperty("values")
            .GetProperty("address").ValueKind);

        using var history = await clerk.GetAsync(path + "/history");
        Assert.Equal(3, (await HttpCity.JsonAsync(history)).GetArrayLength());
        using var closed = await clerk.DeleteAsync(path + "?reason=" + Uri.EscapeDataString("迁出"));
        Assert.Equal(HttpStatusCode.NoContent, closed.StatusCode);
        using var gone = await clerk.GetAsync(path);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task A_request_sent_twice_is_done_once(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@");
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ =>
            SendAsync(clerk, HttpMethod.Post, People, new { values = Values(1) }, ("Idempotency-Key", "k1"))));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Created, a.StatusCode));
        Assert.Single(answers.Select(a => a.Headers.Location).Distinct());
        using var other = await SendAsync(
            clerk, HttpMethod.Post, People, new { values = Values(2) }, ("Idempotency-Key", "k1"));
        Assert.Equal(
            "registries.idempotency.reused", (await HttpCity.JsonAsync(other)).GetProperty("code").GetString());
        city.Time.Advance(TimeSpan.FromHours(25));
        using var later = await SendAsync(
            clerk, HttpMethod.Post, People, new { values = Values(2) }, ("Idempotency-Key", "k1"));
        Assert.Equal(HttpStatusCode.Created, later.StatusCode);
        using var refused = await SendAsync(
            clerk, HttpMethod.Post, People, new { values = new { name = "无号" } }, ("Idempotency-Key", "k2"));
        using var mended = await SendAsync(
            clerk, HttpMethod.Post, People, new { values = Values(3) }, ("Idempotency-Key", "k2"));
        Assert.Equal(
            (HttpStatusCode.UnprocessableEntity, HttpStatusCode.Created), (refused.StatusCode, mended.StatusCode));
    }

    [Fact]
    public async Task A_refused_row_tells_every_field_in_the_readers_language()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("read@,write@");
        clerk.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        using var refused = await clerk.PostAsJsonAsync(
            People, new { values = new { number = "440103199001010018", height = "x" } });
        var problem = await HttpCity.JsonAsync(refused);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(
            ["height", "name", "number"],
            problem.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("field").GetString()!).Order());
        Assert.All(
            problem.GetProperty("errors").EnumerateArray(),
            e => Assert.NotEqual("", e.GetProperty("mend").GetString()));
        Assert.Contains("Not a number", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_filters_purpose_and_exports_work_over_http()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("read@,write@,unmask@,export@");
        for (var i = 0; i < 5; i++) (await clerk.PostAsJsonAsync(People, new { values = Values(i) })).Dispose();
        var seen = 0;
        string? next = null;
        do
        {
            using var page = await clerk.GetAsync(
                $"{People}?limit=2&sort=-height&total=true&filter=name:prefix:{Uri.EscapeDataString("张")}"
                + (next is null ? "" : "&cursor=" + Uri.EscapeDataString(next)));
            var json = await HttpCity.JsonAsync(page);
            seen += json.GetProperty("items").GetArrayLength();
            Assert.Equal(5, json.GetProperty("total").GetInt64());
            next = json.GetProperty("next").GetString();
        }
        while (next is not null);
        Assert.Equal(5, seen);

        using var bare = await clerk.GetAsync(People + "?unmask=true");
        Assert.Equal(HttpStatusCode.Forbidden, bare.StatusCode);
        using var whole = await SendAsync(
            clerk, HttpMethod.Get, People + "?unmask=true",
            (AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实低保申请")),
            (AccessPurpose.CaseHeader, Uri.EscapeDataString("江民保〔2026〕18号")));
        Assert.Contains(Declared.Number(1), await whole.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(city.Audit.Entries, e => e is { Purpose: "核实低保申请", CaseNumber: "江民保〔2026〕18号" });

        foreach (var format in new[] { "csv", "xlsx", "jsonl" })
        {
            using var file = await clerk.GetAsync($"{People}/export?format={format}");
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal($"test-person.{format}", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
            Assert.True((await file.Content.ReadAsByteArrayAsync()).Length > 200);
        }
        using var exe = await clerk.GetAsync(People + "/export?format=exe");
        Assert.Equal("registries.export.format", (await HttpCity.JsonAsync(exe)).GetProperty("code").GetString());
        Assert.Null(exe.Content.Headers.ContentDisposition);
    }

    [Theory]
    [InlineData("?limit=0", "registries.list.limit")]
    [InlineData("?limit=many", "registries.list.limit")]
    [InlineData("?filter=name", "registries.filter.shape")]
    [InlineData("?filter=name:like:x", "registries.filter.operator")]
    [InlineData("?sort=nothing", "registries.list.not-sortable")]
    [InlineData("?cursor=nonsense", "registries.list.cursor")]
    public async Task A_bad_query_is_told(string query, string code)
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var answer = await city.As("read@").GetAsync(People + query);
        Assert.Equal(code, (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{\"values\":{\"name\":[1]}}")]
    [InlineData("{\"values\":null}")]
    [InlineData("{\"values\":{\"name\":\"a\",\"name\":\"b\"}}")]
    public async Task A_malformed_body_is_refused(string body)
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var answer = await city.As("read@,write@")
            .PostAsync(People, new StringContent(body, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEqual("", (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Deep_json_is_refused()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        var deep = "{\"values\":{\"name\":" + new string('[', 5000) + new string(']', 5000) + "}}";
        using var answer = await city.As("read@,write@")
            .PostAsync(People, new StringContent(deep, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Each_endpoint_keeps_out_whom_it_must()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        var mine = city.Endpoints.Where(e => e.Route.StartsWith("/api/registries", StringComparison.Ordinal)).ToList();
        Assert.True(mine.Count >= 9);
        foreach (var endpoint in mine)
        {
            var path = endpoint.Route.Replace("{pack}", "test", StringComparison.Ordinal)
                .Replace("{table}", "person", StringComparison.Ordinal)
                .Replace("{id}", "p_00000000000000000000000000", StringComparison.Ordinal);
            // The catalogue and what rows look like are public.
            if (path.Contains('{', StringComparison.Ordinal) || path.TrimEnd('/') == "/api/registries"
                || path.EndsWith("consents/texts", StringComparison.Ordinal)
                || path.EndsWith("openapi.json", StringComparison.Ordinal)) continue;
            foreach (var (client, expected) in new[] { (city.Nobody(), HttpStatusCode.Unauthorized),
                (city.As(""), HttpStatusCode.Forbidden) })
            {
                using var answer = await SendAsync(
                    client, new HttpMethod(endpoint.Method), path,
                    endpoint.Method is "GET" or "DELETE" ? null : new { values = Values(1) });
                Assert.True(expected == answer.StatusCode, $"{endpoint.Method} {endpoint.Route}: {answer.StatusCode}");
                client.Dispose();
                // Own doubts are answered to whoever is signed in: there is nothing of others among them.
                if (path.EndsWith("doubts/mine", StringComparison.Ordinal)) break;
            }
        }
        using var list = await city.Nobody().GetAsync("/api/registries");
        var registers = (await HttpCity.JsonAsync(list)).EnumerateArray()
            .ToDictionary(r => r.GetProperty("table").GetString()!, r => r.GetProperty("readable").GetBoolean());
        Assert.Equal(
            [("division", true), ("person", false), ("visit", false)],
            registers.OrderBy(r => r.Key).Select(r => (r.Key, r.Value)));
        using var unknown = await city.Nobody().GetAsync("/api/registries/no/such");
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    private static object Values(int n) =>
        new { number = Declared.Number(n), name = "张小三", height = 170.5, region = "441900003" };

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers) =>
        SendAsync(client, method, path, null, headers);

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }
}
