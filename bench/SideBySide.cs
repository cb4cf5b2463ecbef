using System.Diagnostics;

namespace Lingnan.Bench;

/// <summary>Answers of one kind of request under load.</summary>
/// <param name="PerSecond">Answers per second.</param>
/// <param name="P50">Median milliseconds.</param>
/// <param name="P99">Milliseconds that 99 of 100 stay under.</param>
internal readonly record struct Pace(double PerSecond, double P50, double P99);

/// <summary>Loads two servers in turns, so that what else the machine does meets both alike.</summary>
internal static class SideBySide
{
    private const int Rounds = 5;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    /// <summary>The median of the turns of each.</summary>
    public static async Task<IReadOnlyList<Pace>> RunAsync(
        int clients, params (HttpClient Http, Func<long, string> Path)[] sides)
    {
        foreach (var (http, path) in sides) await LoadAsync(clients, http, path, 0, WarmUp);
        var paces = sides.Select(_ => new List<Pace>()).ToArray();
        for (var round = 1; round <= Rounds; round++)
            for (var i = 0; i < sides.Length; i++)
                paces[i].Add(await LoadAsync(clients, sides[i].Http, sides[i].Path, round * 1_000_000L, Turn));
        return [.. paces.Select(p => p.OrderBy(x => x.PerSecond).ElementAt(Rounds / 2))];
    }

    private static async Task<Pace> LoadAsync(
        int clients, HttpClient http, Func<long, string> path, long first, TimeSpan time)
    {
        var next = first;
        var watch = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < time)
            {
                var began = watch.Elapsed;
                using var answer = await http.GetAsync(path(Interlocked.Increment(ref next)));
                answer.EnsureSuccessStatusCode();
                if ((await answer.Content.ReadAsByteArrayAsync()).Length < 20)
                    throw new InvalidOperationException("An answer was empty.");
                mine.Add((watch.Elapsed - began).TotalMilliseconds);
            }
            return mine;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = waits.SelectMany(w => w).Order().ToList();
        return new Pace(all.Count / seconds, all[all.Count / 2], all[all.Count * 99 / 100]);
    }
}
