using System.IO.Compression;
using System.Net;
using Lingnan.Platform.Web;

namespace Lingnan.Web.Tests.Portal;

/// <summary>Pages that are made once and given to all, and what they may never mix up.</summary>
public sealed class KeptPageTests(PortalCity city) : IClassFixture<PortalCity>
{
    [Fact]
    public async Task A_page_for_all_is_made_once_and_each_request_keeps_its_own_number()
    {
        using var nobody = city.Nobody();
        using var first = await nobody.GetAsync("/catalog?q=kept");
        using var second = await nobody.GetAsync("/catalog?q=kept");
        Assert.NotNull(second.Headers.Age);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.True(second.Headers.CacheControl!.Public);
        Assert.Equal("Cookie", Assert.Single(second.Headers.Vary, v => v == "Cookie"));
        Assert.NotEqual(Number(first), Number(second));
        Assert.Equal(
            first.Headers.GetValues("Content-Security-Policy"), second.Headers.GetValues("Content-Security-Policy"));
    }

    [Fact]
    public async Task A_reader_who_is_known_or_chose_a_look_gets_a_page_of_their_own()
    {
        using var nobody = city.Nobody();
        var plain = await nobody.GetStringAsync("/catalog?q=own");
        using var citizen = await city.AsAsync("citizen");
        using var own = await citizen.GetAsync("/catalog?q=own");
        Assert.Null(own.Headers.Age);
        Assert.Contains("阿依古丽", await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(plain, await nobody.GetStringAsync("/catalog?q=own"));
        foreach (var (cookie, mark) in new[] { ("lingnan-language=en", "lang=\"en\""), ("lingnan-care=1", "care") })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/catalog?q=own");
            asked.Headers.Add("Cookie", cookie);
            using var answer = await nobody.SendAsync(asked);
            Assert.Contains(mark, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Fact]
    public async Task Each_encoding_and_each_address_has_its_own()
    {
        using var nobody = city.Nobody();
        var plain = await nobody.GetByteArrayAsync("/catalog?q=bytes");
        for (var i = 0; i < 2; i++)
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, "/catalog?q=bytes");
            asked.Headers.AcceptEncoding.ParseAdd("br");
            using var answer = await nobody.SendAsync(asked);
            Assert.Equal(["br"], answer.Content.Headers.ContentEncoding);
            using var opened = new MemoryStream();
            await using (var brotli = new BrotliStream(
                await answer.Content.ReadAsStreamAsync(), CompressionMode.Decompress))
                await brotli.CopyToAsync(opened);
            Assert.Equal(plain, opened.ToArray());
        }
        Assert.NotEqual(plain, await nobody.GetByteArrayAsync("/catalog?q=bytes&lang=en"));
        using var head = await nobody.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/catalog?q=bytes"));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
        Assert.Equal(plain, await nobody.GetByteArrayAsync("/catalog?q=bytes"));
    }

    [Fact]
    public async Task What_was_not_found_is_not_kept()
    {
        using var nobody = city.Nobody();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await nobody.GetAsync("/catalog/places/nothing");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Null(answer.Headers.Age);
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    private static string Number(HttpResponseMessage answer) => answer.Headers.GetValues(Correlation.Header).Single();
}
