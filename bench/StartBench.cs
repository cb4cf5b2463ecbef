using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Lingnan.Testing;

namespace Lingnan.Bench;

/// <summary>How a city starts and what an idle and a visited one costs.</summary>
internal static partial class StartBench
{
    private const int WarmStarts = 5;
    private static readonly TimeSpan LoadTime = TimeSpan.FromSeconds(8);

    public static async Task<Report> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-bench-").FullName;
        try
        {
            var first = await TimedStartAsync(folder);
            await first.City.DisposeAsync();
            var starts = new List<double>();
            for (var i = 0; i < WarmStarts; i++)
            {
                var (seconds, started) = await TimedStartAsync(folder);
                starts.Add(seconds);
                await started.DisposeAsync();
            }
            await using var city = await RunningCity.StartAsync("hamlet", folder);
            var figures = new List<Figure>
            {
                new("first start of hamlet with seeding to first page, s", first.Seconds, null, "", true),
                new(
                    $"warm start to first page, s (median of {WarmStarts})", starts.Order().ElementAt(WarmStarts / 2),
                    4, "at most 4", starts.Order().ElementAt(WarmStarts / 2) <= 4),
            };
            figures.AddRange(await VisitAsync(city));
            return new Report("Start, memory and pages of a hamlet", figures);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Seconds, RunningCity City)> TimedStartAsync(string folder)
    {
        var watch = Stopwatch.StartNew();
        var city = await RunningCity.StartAsync("hamlet", folder);
        using var http = city.Nobody();
        (await http.GetAsync("/")).EnsureSuccessStatusCode();
        return (watch.Elapsed.TotalSeconds, city);
    }

    private static async Task<IReadOnlyList<Figure>> VisitAsync(RunningCity city)
    {
        var (html, all) = await PageWeightAsync(city);
        await Task.Delay(TimeSpan.FromSeconds(10));
        var idle = ResidentMegabytes(city.ProcessId);
        await using var peer = await StaticPeer.StartAsync(html);
        var ours = await Load.PerSecondAsync(city.Url + "/", LoadTime);
        var theirs = await Load.PerSecondAsync(peer.Url + "/page.html", LoadTime);
        var loaded = ResidentMegabytes(city.ProcessId);
        return
        [
            new("home page with all it loads, compressed, KB", all / 1024.0, 60, "at most 60", all <= 60 * 1024),
            new("idle resident memory, MB", idle, 200, "at most 200", idle <= 200),
            new("resident memory after load, MB", loaded, null, "", true),
            new($"home pages per second, {Load.Clients} clients, beside a static file of {html.ToString("N0", CultureInfo.InvariantCulture)} bytes", ours, theirs, "", true),
        ];
    }

    // The page and every style sheet, script and picture it names, as they travel.
    private static async Task<(int Html, long All)> PageWeightAsync(RunningCity city)
    {
        using var http = city.Nobody();
        http.DefaultRequestHeaders.AcceptEncoding.ParseAdd("br");
        var compressed = await http.GetByteArrayAsync("/");
        using var plain = city.Nobody();
        var page = await plain.GetStringAsync("/");
        long all = compressed.Length;
        foreach (var path in LinkedFile().Matches(page).Select(m => m.Groups["path"].Value).Distinct())
            all += (await http.GetByteArrayAsync(path)).Length;
        return (compressed.Length, all);
    }

    private static double ResidentMegabytes(int processId)
    {
        var line = File.ReadLines($"/proc/{processId}/status")
            .First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }

    [GeneratedRegex(@"(?:src|href)=""(?<path>/?[^"":]+\.(?:css|js|svg|png|woff2|ico))""")]
    private static partial Regex LinkedFile();
}
