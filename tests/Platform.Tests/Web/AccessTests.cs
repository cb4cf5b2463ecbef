using System.Net;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;

namespace Lingnan.Platform.Tests.Web;

public sealed class AccessTests
{
    [Fact]
    public async Task An_endpoint_without_a_rule_keeps_the_city_from_starting()
    {
        var fault = await Assert.ThrowsAsync<InvalidOperationException>(() => WebCity.StartAsync(e =>
        {
            e.MapGet("/api/forgotten", () => "x");
            e.MapGet("/api/twice", () => "x").ForEveryone("a").ForSignedIn("b");
            e.MapGet("/api/undeclared", () => "x").Requires(new("sample.undeclared", new("无", "none")));
        }));
        Assert.Contains("GET /api/forgotten: 0 rules", fault.Message, StringComparison.Ordinal);
        Assert.Contains("GET /api/twice: 2 rules", fault.Message, StringComparison.Ordinal);
        Assert.Contains("sample.undeclared", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/sample/open", null, HttpStatusCode.OK)]
    [InlineData("/api/sample/mine", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/sample/mine", "stranger", HttpStatusCode.OK)]
    [InlineData("/api/sample/seen", null, HttpStatusCode.Unauthorized)]
    [InlineData("/api/sample/seen", "stranger", HttpStatusCode.Forbidden)]
    [InlineData("/api/sample/seen", "reader", HttpStatusCode.OK)]
    public async Task The_rule_decides(string path, string? caller, HttpStatusCode status)
    {
        await using var city = await WebCity.StartAsync();
        using var answer = await SendAsync(city, HttpMethod.Get, path, ("X-As", caller));
        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task A_page_leads_to_the_sign_in_and_back()
    {
        await using var city = await WebCity.StartAsync();
        using var answer = await SendAsync(city, HttpMethod.Get, "/hello?a=1&b=中", ("Accept", "text/html"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(
            "/sign-in?returnUrl=%2Fhello%3Fa%3D1%26b%3D%25E4%25B8%25AD", answer.Headers.Location?.OriginalString);
        using var refused = await SendAsync(
            city, HttpMethod.Get, "/console/hello", ("Accept", "text/html"), ("X-As", "stranger"));
        Assert.Equal(
            (HttpStatusCode.Forbidden, "text/html"),
            (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "self", true)]
    [InlineData("X-None", "x", true)]
    public async Task Another_sites_page_cannot_write_with_a_readers_cookie(string header, string value, bool passes)
    {
        await using var city = await WebCity.StartAsync();
        var said = value == "self" ? city.Http.BaseAddress!.GetLeftPart(UriPartial.Authority) : value;
        using var answer = await SendAsync(
            city, HttpMethod.Post, "/api/sample/upload", (header, said), ("Cookie", "lingnan-session=x"));
        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        using var bearer = await SendAsync(
            city, HttpMethod.Post, "/api/sample/upload", (header, said), ("Authorization", "Bearer x"));
        Assert.Equal(HttpStatusCode.OK, bearer.StatusCode);
        using var socket = await SendAsync(
            city, HttpMethod.Get, "/api/sample/open", (header, said), ("Upgrade", "websocket"),
            ("Connection", "Upgrade"));
        Assert.Equal(passes ? HttpStatusCode.OK : HttpStatusCode.Forbidden, socket.StatusCode);
    }

    private static Task<HttpResponseMessage> SendAsync(
        WebCity city, HttpMethod method, string path, params (string Name, string? Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) if (value is not null)
            request.Headers.TryAddWithoutValidation(name, value);
        return city.Http.SendAsync(request);
    }
}
