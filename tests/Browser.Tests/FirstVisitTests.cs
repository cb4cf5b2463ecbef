using Microsoft.Playwright;

namespace Lingnan.Browser.Tests;

/// <summary>What the front page costs a stranger on a telephone.</summary>
public sealed class FirstVisitTests(BrowserRun run)
{
    private const int Bytes = 60 * 1024;

    [Fact]
    public async Task Weighs_little_and_leaves_nothing_behind()
    {
        await using var visitor = await run.VisitAsync();
        var finished = new List<IRequest>();
        visitor.Page.RequestFinished += (_, request) => finished.Add(request);
        await visitor.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.NetworkIdle });
        var parts = await Task.WhenAll(finished.Select(WeighAsync));
        Assert.True(parts.Length >= 3, "The style sheet and the mark belong to the weight.");
        Assert.True(parts.Sum(p => p.Weight) <= Bytes, string.Join('\n', parts));
        Assert.Empty(await visitor.CookiesAsync());
        Assert.Empty(visitor.TakeElsewhere());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/catalog")]
    [InlineData("/catalog/places/division")]
    [InlineData("/catalog/places/division/rows.csv")]
    [InlineData("/systems")]
    [InlineData("/sign-in")]
    [InlineData("/problems/registries.row.not-found")]
    [InlineData("/no-such-page")]
    public async Task Answers_a_question_about_a_page_without_sending_it(string path)
    {
        run.NeedBrowser();
        using var nobody = run.City.Nobody();
        nobody.DefaultRequestHeaders.Add("Accept", "text/html, */*");
        using var whole = await nobody.GetAsync(path);
        using var question = new HttpRequestMessage(HttpMethod.Head, path);
        using var head = await nobody.SendAsync(question);
        Assert.Equal(whole.StatusCode, head.StatusCode);
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync());
    }

    // As sent: compressed, with its headers.
    private static async Task<(string Url, int Weight)> WeighAsync(IRequest request)
    {
        var sizes = await request.SizesAsync();
        return (request.Url, sizes.ResponseBodySize + sizes.ResponseHeadersSize);
    }
}
