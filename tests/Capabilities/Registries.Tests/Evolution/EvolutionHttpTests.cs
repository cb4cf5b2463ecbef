using System.Net;
using System.Net.Http.Json;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Evolution;

public sealed class EvolutionHttpTests
{
    private const string Shops = "/api/registries/test/shop";

    [Theory, EachDatabase]
    public async Task Who_read_the_old_shape_does_not_write_over_the_new_one(Engine engine)
    {
        await using var before = await HttpCity.StartAsync(engine, Declared.Packs(Evolving.First));
        using var early = before.As("read@,write@");
        using var made = await early.PostAsJsonAsync(
            Shops, new { values = new { code = "1", contact = "张三 13800138000", area = "12.5" } });
        Assert.Equal("\"1\"", made.Headers.ETag!.Tag);
        var path = made.Headers.Location!.ToString();

        await using var city = await before.LaterAsync(Declared.Packs(Evolving.Last));
        using var clerk = city.As("read@,write@");
        using var stale = await SendAsync(clerk, HttpMethod.Get, path, "If-None-Match", "\"1\"");
        Assert.Equal(HttpStatusCode.OK, stale.StatusCode);
        Assert.Equal("\"1.2-5\"", stale.Headers.ETag!.Tag);
        Assert.Equal("13800138000", (await HttpCity.JsonAsync(stale))
            .GetProperty("values").GetProperty("phone").GetString());
        using var same = await SendAsync(clerk, HttpMethod.Get, path, "If-None-Match", "\"1.2-5\"");
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        var whole = new { values = new { code = "1", area = "12.5", address = "莞太路" } };
        foreach (var tag in (string[])["\"1\"", "\"1.1-0\"", "\"1.2-4\"", "\"1.2-55\"", "\"1.\""])
            foreach (var (method, body) in (IEnumerable<(HttpMethod, object?)>)
                [(HttpMethod.Put, whole), (HttpMethod.Patch, whole), (HttpMethod.Delete, null)])
            {
                using var refused = await SendAsync(clerk, method, path + "?reason=x", "If-Match", tag, body);
                Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
                Assert.Equal("registries.row.shape.version", (await HttpCity.JsonAsync(refused))
                    .GetProperty("code").GetString());
            }
        using var kept = await clerk.GetAsync(path);
        Assert.Equal("\"1.2-5\"", kept.Headers.ETag!.Tag);

        using var put = await SendAsync(clerk, HttpMethod.Put, path, "If-Match", "\"1.2-5\"", whole);
        Assert.Equal((HttpStatusCode.OK, "\"2.2-5\""), (put.StatusCode, put.Headers.ETag!.Tag));
        using var late = await SendAsync(clerk, HttpMethod.Patch, path, "If-Match", "\"1.2-5\"", whole);
        Assert.Equal("registries.row.version", (await HttpCity.JsonAsync(late)).GetProperty("code").GetString());
    }

    private static async Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, string header, string value, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation(header, value);
        if (body is not null) request.Content = JsonContent.Create(body);
        return await client.SendAsync(request);
    }
}
