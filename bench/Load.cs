using System.Diagnostics;

namespace Lingnan.Bench;

/// <summary>A bounded load from this process: a fixed number of clients, each asking again as soon as it was
/// answered.</summary>
internal static class Load
{
    public const int Clients = 16;

    /// <summary>Answers per second for a path; every answer must be 200 and non-empty.</summary>
    public static async Task<double> PerSecondAsync(string url, TimeSpan duration)
    {
        using var http = new HttpClient(
            new SocketsHttpHandler { MaxConnectionsPerServer = Clients, UseCookies = false });
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        await http.GetByteArrayAsync(url);
        var watch = Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, Clients)
            .Select(_ => AskAsync(http, url, watch, duration)));
        return answers.Sum() / watch.Elapsed.TotalSeconds;
    }

    private static async Task<long> AskAsync(HttpClient http, string url, Stopwatch watch, TimeSpan duration)
    {
        var answers = 0L;
        while (watch.Elapsed < duration)
        {
            var body = await http.GetByteArrayAsync(url);
            if (body.Length == 0) throw new InvalidOperationException($"{url} answered nothing.");
            answers++;
        }
        return answers;
    }
}
