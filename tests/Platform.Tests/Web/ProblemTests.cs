using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Tests.Web;

public sealed class ProblemTests
{
    [Theory]
    [InlineData("GET", "/api/sample/nowhere", HttpStatusCode.NotFound, "platform.route.not-found")]
    [InlineData("DELETE", "/api/sample/open", HttpStatusCode.MethodNotAllowed, "platform.method.not-allowed")]
    [InlineData("GET", "/api/sample/page/abc", HttpStatusCode.BadRequest, "platform.parameter.malformed")]
    [InlineData("GET", "/api/sample/broken", HttpStatusCode.InternalServerError, "platform.unexpected")]
    [InlineData("GET", "/api/sample/full", HttpStatusCode.InsufficientStorage, "platform.disk-full")]
    [InlineData("GET", "/api/sample/mine", HttpStatusCode.Unauthorized, "platform.access.signed-out")]
    public async Task Every_refusal_is_a_problem(string method, string path, HttpStatusCode status, string code)
    {
        await using var city = await WebCity.StartAsync();
        using var answer = await city.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));
        var problem = await WebCity.ProblemAsync(answer, status, code);
        Assert.DoesNotContain("440106", problem.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", problem.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_takes_too_long_is_ended_and_told()
    {
        await using var city = await WebCity.StartAsync(endpoints => endpoints
            .MapGet("/api/sample/slow", (CancellationToken stop) => Task.Delay(Timeout.Infinite, stop))
            .WithRequestTimeout(TimeSpan.FromMilliseconds(50)).ForEveryone("a test"));
        using var answer = await city.Http.GetAsync("/api/sample/slow");
        await WebCity.ProblemAsync(answer, HttpStatusCode.ServiceUnavailable, "platform.request.timeout");
    }

    [Fact]
    public async Task A_bad_body_is_told_by_what_is_bad_in_it()
    {
        await using var city = await WebCity.StartAsync();
        await WebCity.ProblemAsync(await PostAsync(city, "{"), HttpStatusCode.BadRequest, "platform.json.malformed");
        await WebCity.ProblemAsync(
            await PostAsync(city, """{"name":"a","name":"b"}"""), HttpStatusCode.BadRequest, "platform.json.malformed");
        var problem = await WebCity.ProblemAsync(
            await PostAsync(city, """{"inner":{"name":3}}"""), HttpStatusCode.BadRequest, "platform.json.malformed");
        Assert.Contains("$.inner.name", problem.GetProperty("title").GetString(), StringComparison.Ordinal);
        var deep = string.Concat(Enumerable.Repeat("{\"inner\":", 40)) + "null" + new string('}', 40);
        await WebCity.ProblemAsync(await PostAsync(city, deep), HttpStatusCode.BadRequest, "platform.json.too-deep");
        await WebCity.ProblemAsync(
            await PostAsync(city, "name=a", "application/x-www-form-urlencoded"), HttpStatusCode.UnsupportedMediaType,
            "platform.media-type.unsupported");
        using var fine = await PostAsync(city, """{"name":"𠮷"}""");
        Assert.Equal(HttpStatusCode.OK, fine.StatusCode);
    }

    [Fact]
    public async Task A_body_too_large_is_refused_where_no_upload_is_expected()
    {
        await using var city = await WebCity.StartAsync();
        var large = "{\"name\":\"" + new string('x', 1024 * 1024) + "\"}";
        var problem = await WebCity.ProblemAsync(
            await PostAsync(city, large), HttpStatusCode.RequestEntityTooLarge, "platform.body.too-large");
        Assert.Equal(1024 * 1024, problem.GetProperty("facts").GetProperty("max").GetInt64());
        using var upload = await city.Http.PostAsync(
            "/api/sample/upload", new ByteArrayContent(new byte[3 * 1024 * 1024]));
        Assert.Equal("3145728", await upload.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task The_words_follow_the_reader()
    {
        await using var city = await WebCity.StartAsync();
        Assert.Contains("没有找到", await TitleAsync(city, "/api/x", null), StringComparison.Ordinal);
        Assert.Contains("There is nothing", await TitleAsync(city, "/api/x?lang=en", null), StringComparison.Ordinal);
        Assert.Contains(
            "There is nothing", await TitleAsync(city, "/api/x", "fr, en-GB;q=0.8, zh;q=0.1"),
            StringComparison.Ordinal);
        Assert.Contains(
            "There is nothing", await TitleAsync(city, "/api/x", null, "lingnan-language=en"),
            StringComparison.Ordinal);
        Assert.Contains(
            "没有找到", await TitleAsync(city, "/api/x?lang=zh-CN", "en", "lingnan-language=en"), StringComparison.Ordinal);
        // A file that is taken from a page speaks the page's language, whatever the browser's.
        Assert.Contains(
            "没有找到", await TitleAsync(city, "/api/x", "en", mode: "navigate"), StringComparison.Ordinal);
        Assert.Contains(
            "There is nothing", await TitleAsync(city, "/api/x", "en", mode: "cors"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Field_faults_say_field_line_and_column()
    {
        await using var city = await WebCity.StartAsync();
        using var answer = await city.Http.GetAsync("/api/sample/faulty");
        var error = (await WebCity.ProblemAsync(
            answer, HttpStatusCode.BadRequest, "platform.request.malformed")).GetProperty("errors")[0];
        Assert.Equal(("phone", 7, "手机", "platform.json.malformed"),
            (error.GetProperty("field").GetString(), error.GetProperty("line").GetInt32(),
            error.GetProperty("column").GetString(), error.GetProperty("code").GetString()));
        Assert.NotEqual("", error.GetProperty("mend").GetString());
    }

    [Fact]
    public async Task A_person_gets_a_page_and_not_json()
    {
        await using var city = await WebCity.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/nowhere");
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml");
        using var answer = await city.Http.SendAsync(request);
        Assert.Equal(
            (HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("<html lang=\"zh-CN\">", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_correlation_number_continues_the_callers_trace()
    {
        await using var city = await WebCity.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sample/open");
        request.Headers.Add("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        using var answer = await city.Http.SendAsync(request);
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", answer.Headers.GetValues("X-Correlation-Id").Single());
    }

    private static Task<HttpResponseMessage> PostAsync(WebCity city, string body, string type = "application/json") =>
        city.Http.PostAsync(
            "/api/sample/echo", new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(type)));

    private static async Task<string> TitleAsync(
        WebCity city, string path, string? accept, string? cookie = null, string? mode = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null) request.Headers.Add("Accept-Language", accept);
        if (cookie is not null) request.Headers.Add("Cookie", cookie);
        if (mode is not null) request.Headers.Add("Sec-Fetch-Mode", mode);
        using var answer = await city.Http.SendAsync(request);
        return (await WebCity.ProblemAsync(answer, HttpStatusCode.NotFound, "platform.route.not-found")).GetProperty(
            "title").GetString()!;
    }
}
