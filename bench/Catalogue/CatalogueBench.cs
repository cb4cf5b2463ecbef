using System.Diagnostics;
using System.Globalization;
using Lingnan.Testing;

namespace Lingnan.Bench.Catalogue;

/// <summary>
/// Search with facets among 100,000 resources over HTTP, asked in Chinese and English on both engines: two hundred
/// times a second, which is 17 million times a day, each answer timed from when its question was due; and by 16 clients
/// that ask as fast as they are answered, beside the same questions put straight to a table of tokens in PostgreSQL,
/// without HTTP and with half of the facets. The resources come in through the service itself, as three towns report
/// them.
/// </summary>
internal static class CatalogueBench
{
    private const int Clients = 16;
    private const int Rounds = 3;
    private const int PaceEach = 200;
    private const int FileLines = 5000;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(6);

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        var count = options.Rows ?? 100_000;
        var postgres = await TestPostgres.CreateAsync();
        await using var drop = postgres;
        await using var onPostgres = await RunningCity.StartAsync(
            "hamlet", null, "--database", postgres.DatabaseUrl, "--registers", "places:division");
        await using var onSqlite = await RunningCity.StartAsync("hamlet", null, "--registers", "places:division");
        await FillAsync(onSqlite, count);
        var empty = Megabytes(onPostgres);
        var filled = await FillAsync(onPostgres, count);
        await using var peer = await TokenTable.CreateAsync(BenchCity.Connection(postgres.DatabaseUrl), count);
        using var first = onPostgres.Nobody();
        using var second = onSqlite.Nobody();
        var watch = Stopwatch.StartNew();
        await AskAsync(first, 0);
        var cold = watch.Elapsed.TotalMilliseconds;
        var loaded = Megabytes(onPostgres);
        await AskAsync(second, 0);
        Func<long, Task>[] sides = [n => AskAsync(first, n), n => AskAsync(second, n), peer.AskAsync];
        var paces = sides.Select(_ => new List<Pace>()).ToArray();
        foreach (var ask in sides) await LoadAsync(1, ask, 0, Turn);
        var paced = new List<Pace>[] { [], [] };
        for (var round = 1; round <= Rounds; round++)
            for (var i = 0; i < paced.Length; i++)
                paced[i].Add(await PacedAsync(sides[i], round * 7_000_000L, Turn));
        var (pacedOurs, pacedSqlite) = (Median(paced[0]), Median(paced[1]));
        for (var round = 1; round <= Rounds; round++)
            for (var i = 0; i < sides.Length; i++)
                paces[i].Add(await LoadAsync(Clients, sides[i], round * 1_000_000L, Turn));
        var (ours, sqlite, table) = (Median(paces[0]), Median(paces[1]), Median(paces[2]));
        return new Report(
            $"Catalogue search of {count.ToString("N0", CultureInfo.InvariantCulture)} resources with eight facets, "
            + "over HTTP; peer: a token table in PostgreSQL, four facets, without HTTP",
            [
                new(
                    $"PostgreSQL, {PaceEach} searches a second, p99 ms", pacedOurs.P99, null, "at most 20 ms",
                    pacedOurs.P99 <= 20),
                new($"PostgreSQL, {PaceEach} searches a second, p50 ms", pacedOurs.P50, null, "", true),
                new(
                    $"SQLite, {PaceEach} searches a second, p99 ms", pacedSqlite.P99, null, "at most 20 ms",
                    pacedSqlite.P99 <= 20),
                new($"PostgreSQL, {Clients} clients, searches per second", ours.PerSecond, table.PerSecond, "", true),
                new($"PostgreSQL, {Clients} clients, p99 ms", ours.P99, table.P99, "", true),
                new($"PostgreSQL, {Clients} clients, p50 ms", ours.P50, table.P50, "", true),
                new($"SQLite, {Clients} clients, searches per second", sqlite.PerSecond, null, "", true),
                new($"SQLite, {Clients} clients, p99 ms", sqlite.P99, null, "", true),
                new("reported resources taken in per second, PostgreSQL", filled, null, "", true),
                new("first search after a start or a large report: index built, ms", cold, null, "", true),
                new("memory before the resources came in, MB", empty, null, "", true),
                new("memory after the first search, MB", loaded, null, "", true),
            ]);
    }

    private static async Task<double> FillAsync(RunningCity city, int count)
    {
        using var officer = await city.AsAsync("data-manager");
        var watch = Stopwatch.StartNew();
        for (var town = 0; town < SampleResources.Towns.Length; town++)
            foreach (var lines in SampleResources.Lines(town, count).Chunk(FileLines))
            {
                using var answer = await officer.PostAsync(
                    $"/api/catalog/increments?from={SampleResources.Towns[town]}",
                    new StringContent(string.Join('\n', lines)));
                var told = await answer.Content.ReadAsStringAsync();
                if (!answer.IsSuccessStatusCode || !told.Contains("\"refused\":0", StringComparison.Ordinal))
                    throw new InvalidOperationException(told[..Math.Min(2000, told.Length)] + city.Output);
            }
        return count / watch.Elapsed.TotalSeconds;
    }

    private static async Task AskAsync(HttpClient http, long number)
    {
        var (text, facet) = SampleResources.Question(number);
        var path = $"/api/catalog/resources?q={Uri.EscapeDataString(text)}{(facet is null ? "" : $"&share={facet}")}";
        using var answer = await http.GetAsync(path);
        answer.EnsureSuccessStatusCode();
        if ((await answer.Content.ReadAsByteArrayAsync()).Length < 20)
            throw new InvalidOperationException("An answer was empty.");
    }

    private static async Task<Pace> LoadAsync(int clients, Func<long, Task> ask, long first, TimeSpan time)
    {
        var next = first;
        var watch = Stopwatch.StartNew();
        var waits = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            var mine = new List<double>();
            while (watch.Elapsed < time)
            {
                var began = watch.Elapsed;
                await ask(Interlocked.Increment(ref next));
                mine.Add((watch.Elapsed - began).TotalMilliseconds);
            }
            return mine;
        })));
        var seconds = watch.Elapsed.TotalSeconds;
        var all = waits.SelectMany(w => w).Order().ToList();
        return new Pace(all.Count / seconds, all[all.Count / 2], all[all.Count * 99 / 100]);
    }

    // Questions come when they are due, whether or not those before are answered: nobody waits for others to ask.
    private static async Task<Pace> PacedAsync(Func<long, Task> ask, long first, TimeSpan time)
    {
        var count = (int)(time.TotalSeconds * PaceEach);
        var watch = Stopwatch.StartNew();
        var waits = new Task<double>[count];
        for (var i = 0; i < count; i++)
        {
            var due = TimeSpan.FromSeconds((double)i / PaceEach);
            if (due - watch.Elapsed is { Ticks: > 0 } early) await Task.Delay(early);
            var number = first + i;
            waits[i] = Task.Run(async () =>
            {
                await ask(number);
                return (watch.Elapsed - due).TotalMilliseconds;
            });
        }
        var all = (await Task.WhenAll(waits)).Order().ToList();
        return new Pace(count / watch.Elapsed.TotalSeconds, all[count / 2], all[count * 99 / 100]);
    }

    private static Pace Median(List<Pace> paces) => paces.OrderBy(p => p.P99).ElementAt(paces.Count / 2);

    private static double Megabytes(RunningCity city)
    {
        var line = File.ReadLines($"/proc/{city.ProcessId}/status")
            .First(l => l.StartsWith("VmRSS:", StringComparison.Ordinal));
        return double.Parse(
            line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
