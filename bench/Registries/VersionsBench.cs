using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Lingnan.Bench.Registries;

/// <summary>As-of reads and the history of records that have 50 versions, beside reads of the same records as they
/// stand.</summary>
internal static class VersionsBench
{
    private const int Clients = 16;
    private const int Versions = 50;
    private const int Records = 20;

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var city = await BenchCity.OpenAsync(options, "population:person");
        var rows = await city.CountAsync("SELECT count(*) FROM registries_population_person");
        var ids = (await Sample.IdsAsync(city, rows)).Take(Records).ToList();
        using var officer = await city.OfficerAsync();
        foreach (var id in ids) await ChangeAsync(officer, id);
        var middle = await MiddleAsync(officer, ids[^1]);
        var asOf = middle.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
        string Path(long n) => $"/api/registries/population/person/{ids[^1]}";
        var paces = await SideBySide.RunAsync(
            Clients,
            (officer, Path), (officer, n => $"{Path(n)}?asOf={asOf}"), (officer, n => $"{Path(n)}/history"));
        var (now, then, history) = (paces[0], paces[1], paces[2]);
        return new Report($"A record with {Versions} versions, {Clients} clients, PostgreSQL",
        [
            new(
                "as-of reads per second, beside reads as it stands", then.PerSecond, now.PerSecond, "at least 0.7",
                then.PerSecond >= 0.7 * now.PerSecond),
            new(
                $"histories ({Versions} versions each) per second, beside reads as it stands", history.PerSecond,
                now.PerSecond, "at least 0.7", history.PerSecond >= 0.7 * now.PerSecond),
            new(
                "versions given by histories per second, beside reads as it stands", history.PerSecond * Versions,
                now.PerSecond, "", true),
            new("as-of read, p99 ms", then.P99, now.P99, "", true),
        ]);
    }

    private static async Task ChangeAsync(HttpClient http, string id)
    {
        for (var version = await VersionsAsync(http, id); version < Versions; version++)
        {
            using var answer = await http.PatchAsJsonAsync(
                $"/api/registries/population/person/{id}",
                new { values = new { address = $"人民路{version}号" }, reason = "bench" });
            answer.EnsureSuccessStatusCode();
        }
    }

    private static async Task<int> VersionsAsync(HttpClient http, string id) =>
        (await http.GetFromJsonAsync<JsonElement>($"/api/registries/population/person/{id}"))
        .GetProperty("version").GetInt32();

    private static async Task<DateTimeOffset> MiddleAsync(HttpClient http, string id)
    {
        var versions = await http.GetFromJsonAsync<JsonElement>($"/api/registries/population/person/{id}/history");
        return versions.EnumerateArray().Select(v => v.GetProperty("record").GetProperty("recordedAt"))
            .Select(at => at.GetDateTimeOffset()).Order().ElementAt(Versions / 2);
    }
}
