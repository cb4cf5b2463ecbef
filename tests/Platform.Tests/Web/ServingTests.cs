using System.Net;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Tests.Web;

public sealed class ServingTests
{
    [Fact]
    public async Task Is_live_at_once_and_ready_when_the_schema_is()
    {
        await using var city = await WebCity.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await city.Http.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await city.Http.GetAsync("/readyz")).StatusCode);
        await city.Services.GetRequiredService<SchemaRunner>().RunAsync([]);
        Assert.Equal(HttpStatusCode.OK, (await city.Http.GetAsync("/readyz")).StatusCode);
    }

    [Theory]
    [InlineData("/api/sample/open", "default-src 'none'")]
    [InlineData("/hello", "style-src 'self';")]
    [InlineData("/console/hello", "style-src 'self' 'unsafe-inline'")]
    public async Task Every_answer_carries_the_security_headers(string path, string policy)
    {
        await using var city = await WebCity.StartAsync();
        using var answer = await city.Http.GetAsync(path);
        var said = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains(policy, said, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", said, StringComparison.Ordinal);
        Assert.DoesNotContain("script-src 'self' 'unsafe-inline'", said, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Sign_ins_of_one_address_are_bounded()
    {
        await using var city = await WebCity.StartAsync(configure: c => c[RequestRates.SignInKey] = "3");
        for (var i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, (await city.Http.PostAsync("/api/sample/sign-in", null)).StatusCode);
        using var refused = await city.Http.PostAsync("/api/sample/sign-in", null);
        await WebCity.ProblemAsync(refused, HttpStatusCode.TooManyRequests, "platform.requests.too-many");
        Assert.True(refused.Headers.RetryAfter?.Delta > TimeSpan.Zero);
    }

    [Fact]
    public async Task Describes_itself()
    {
        await using var city = await WebCity.StartAsync();
        var document = JsonDocument.Parse(await city.Http.GetStringAsync("/openapi/v1.json")).RootElement;
        Assert.Equal("Lingnan", document.GetProperty("info").GetProperty("title").GetString());
        Assert.True(document.GetProperty("components").GetProperty("schemas").TryGetProperty("Problem", out _));
        var schemes = document.GetProperty("components").GetProperty("securitySchemes");
        Assert.True(schemes.TryGetProperty("bearer", out _) && schemes.TryGetProperty("cookie", out _));
        var seen = document.GetProperty("paths").GetProperty("/api/sample/seen").GetProperty("get");
        Assert.Contains("sample.see", seen.GetProperty("description").GetString(), StringComparison.Ordinal);
        Assert.Equal(2, seen.GetProperty("security").GetArrayLength());
        Assert.True(seen.GetProperty("responses").GetProperty("default").GetProperty("content")
            .TryGetProperty("application/problem+json", out _));
        Assert.False(document.GetProperty("paths").GetProperty("/api/sample/open").GetProperty("get")
            .TryGetProperty("security", out _));
    }

    [Fact]
    public async Task Keeps_its_form_keys_to_itself()
    {
        await using var city = await WebCity.StartAsync();
        var protector = city.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test");
        Assert.Equal("x", protector.Unprotect(protector.Protect("x")));
        var file = Assert.Single(Directory.GetFiles(Path.Combine(city.Folder, "keys", "data-protection")));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Compresses_what_is_text()
    {
        await using var city = await WebCity.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        request.Headers.AcceptEncoding.ParseAdd("br");
        using var answer = await city.Http.SendAsync(request);
        Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Forwarded_addresses_count_only_from_a_trusted_proxy()
    {
        await using var plain = await WebCity.StartAsync(configure: c => c[RequestRates.SignInKey] = "1");
        await using var trusting = await WebCity.StartAsync(configure: c =>
        {
            c[RequestRates.SignInKey] = "1";
            c[WebServices.TrustedProxiesKey] = "127.0.0.0/8";
        });
        Assert.Equal(HttpStatusCode.OK, await SignInFrom(plain, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInFrom(plain, "192.0.2.2"));
        Assert.Equal(HttpStatusCode.OK, await SignInFrom(trusting, "192.0.2.1"));
        Assert.Equal(HttpStatusCode.OK, await SignInFrom(trusting, "192.0.2.2"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SignInFrom(trusting, "192.0.2.2"));
    }

    private static async Task<HttpStatusCode> SignInFrom(WebCity city, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sample/sign-in");
        request.Headers.Add("X-Forwarded-For", address);
        using var answer = await city.Http.SendAsync(request);
        return answer.StatusCode;
    }
}
