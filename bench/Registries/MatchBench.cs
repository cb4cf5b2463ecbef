using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CsvHelper;
using Lingnan.Cities;
using Lingnan.Cities.Incoming;

namespace Lingnan.Bench.Registries;

/// <summary>Rows as another bureau sends them, brought into the register of persons with matching, and judged by the
/// truth that the generator knows.</summary>
internal static class MatchBench
{
    private const int Usual = 20_000;
    private const int FileRows = 200_000;
    private const string Import = "/api/registries/population/person/imports";
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var bench = await BenchCity.OpenAsync(options, "population:person");
        var known = await bench.CountAsync("SELECT count(*) FROM registries_population_person");
        var seed = (await bench.TextsAsync(
            "SELECT job_id FROM registries_imports WHERE register = 'population:person' ORDER BY created_at")).First();
        var city = new City(Preset.Find(options.Preset)!);
        var count = options.Rows ?? Usual;
        using var officer = await bench.City.AsAsync("data-manager");
        var seconds = 0.0;
        var (judged, incoming) = (new MatchJudgement(), new IncomingRows(city));
        // What was sent before is known by now, so the bureau goes on where it stopped.
        var sent = (int)await bench.CountAsync(
            "SELECT COALESCE(sum((j.progress::json ->> 'Rows')::bigint), 0) FROM platform_jobs j "
            + "JOIN registries_imports i ON i.job_id = j.id "
            + $"WHERE i.register = 'population:person' AND i.job_id <> '{seed}'");
        // It sends its rows in files: one of which too many rows are refused would be stopped.
        for (var from = sent; from < sent + count; from += FileRows)
        {
            var rows = Enumerable.Range(from, Math.Min(FileRows, sent + count - from)).Select(incoming.At);
            var job = await ImportAsync(officer, rows);
            seconds += await bench.CountAsync(
                $"SELECT (ended_at - created_at) / 1000 FROM platform_jobs WHERE id = '{job}'") / 1000.0;
            judged += await MatchJudge.JudgeAsync(bench, rows, from, job, seed);
        }
        return new Report(
            $"{Text(count)} incoming rows against {Text(known)} persons, PostgreSQL",
            [
                new("incoming rows per second", count / seconds, null, "", true),
                new("rows matched by themselves", judged.Matched, null, "", true),
                new("precision of those, %", 100 * judged.Precision, null, "", true),
                new("recall: known persons matched rightly by themselves, %", 100 * judged.Recall, null, "", true),
                new("rows sent to the desk", judged.Desk, null, "", true),
                new("of those, candidate is the right one, %", 100 * judged.DeskRight, null, "", true),
                new("recall with the desk, %", 100 * judged.RecallWithDesk, null, "", true),
                new("known persons taken for new ones, %", 100 * judged.Missed, null, "", true),
                new("rows refused", judged.Refused, null, "", true),
            ]);
    }

    private static async Task<string> ImportAsync(
        HttpClient http, IEnumerable<(IncomingRow Row, IncomingTruth Truth)> rows)
    {
        var path = Path.GetTempFileName();
        try
        {
            await using (var file = File.Create(path)) Write(file, rows);
            using var content = new StreamContent(File.OpenRead(path));
            content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
            using var answer = await http.PostAsync($"{Import}?match=true&fileName=incoming.csv&reason=bench", content);
            answer.EnsureSuccessStatusCode();
            var job = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("jobId").GetString()!;
            while (!await HasEndedAsync(http, job)) await Task.Delay(Look);
            return job;
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<bool> HasEndedAsync(HttpClient http, string job)
    {
        var import = await http.GetFromJsonAsync<JsonElement>($"/api/registries/imports/{job}");
        return import.GetProperty("state").GetString() switch
        {
            "done" => true,
            "queued" or "running" => false,
            _ => throw new InvalidOperationException($"The import failed: {import}"),
        };
    }

    private static void Write(Stream target, IEnumerable<(IncomingRow Row, IncomingTruth Truth)> rows)
    {
        using var csv = CsvWriter.Create(target, new CsvWriterOptions { HasHeader = false }, leaveOpen: true);
        csv.WriteRecord(["residentId", "name", "sex", "birthDate", "division", "address", "mobile"]);
        foreach (var (row, _) in rows)
            csv.WriteRecord(
                [row.ResidentId!, row.Name, row.Sex!, row.BirthDate!, row.Division!, row.Address!, row.Mobile!]);
        csv.Flush();
    }

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
