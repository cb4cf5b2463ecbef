using System.Globalization;
using System.Text.Json;

namespace Lingnan.Bench.Registries;

/// <summary>
/// A hundred persons ordered by town, birth date and id: the first page and one far down, beside the same queries with
/// Dapper. With five plain fields both do the same but for rights and masks; with all fields ours also opens the key
/// and the sealed values of each person to show their masks, which the peer gives out as sealed bytes.
/// </summary>
internal static class ListBench
{
    private const int Clients = 16;
    private const int Deep = 1_000_000;
    private const string Plain = "&fields=name,sex,birthDate,division,householdNo";
    private const string List = "/api/registries/population/person?sort=division,birthDate,id&limit=100";

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var city = await BenchCity.OpenAsync(options, "population:person");
        var rows = await city.CountAsync("SELECT count(*) FROM registries_population_person WHERE closed_at IS NULL");
        var deep = (int)Math.Min(Deep, rows / 2 / 200 * 200);
        using var officer = await city.OfficerAsync();
        await using var peer = await PeerProcess.StartAsync(city.DatabaseUrl);
        var cursor = await CursorAsync(officer, deep);
        var after = await AfterAsync(city, deep);
        var deeper = $"&cursor={Uri.EscapeDataString(cursor)}";
        var paces = await SideBySide.RunAsync(
            Clients, (officer, _ => List + Plain), (peer.Http, _ => "/plain-persons"),
            (officer, _ => List + Plain + deeper), (peer.Http, _ => $"/plain-persons?{after}"),
            (officer, _ => List), (peer.Http, _ => "/persons"),
            (officer, _ => List + deeper), (peer.Http, _ => $"/persons?{after}"));
        var place = deep.ToString("N0", CultureInfo.InvariantCulture);
        return new Report(
            $"A page of 100 rows of {rows.ToString("N0", CultureInfo.InvariantCulture)}, "
            + $"{Clients} clients, PostgreSQL",
            [
                .. Figures("five plain fields, masked", place, paces[0], paces[1], paces[2], paces[3]),
                .. Figures("all fields, sealed ones opened and masked", place, paces[4], paces[5], paces[6], paces[7]),
            ]);
    }

    private static IEnumerable<Figure> Figures(
        string what, string place, Pace first, Pace theirFirst, Pace far, Pace theirFar) =>
    [
        new(
            $"{what}: first pages per second", first.PerSecond, theirFirst.PerSecond, "at least 0.8",
            first.PerSecond >= 0.8 * theirFirst.PerSecond),
        new(
            $"{what}: pages after row {place} per second", far.PerSecond, theirFar.PerSecond, "at least 0.8",
            far.PerSecond >= 0.8 * theirFar.PerSecond),
        new(
            $"{what}: p50 ms of the page after row {place}, beside our first page", far.P50, first.P50,
            "at most 1.5", far.P50 <= 1.5 * first.P50),
        new($"{what}: first page, p99 ms", first.P99, theirFirst.P99, "", true),
    ];

    // As a reader gets there: from page to page.
    private static async Task<string> CursorAsync(HttpClient http, int rows)
    {
        string? cursor = null;
        for (var at = 0; at < rows; at += 200)
        {
            var path = List.Replace("limit=100", "limit=200", StringComparison.Ordinal) + "&fields=division"
                + (cursor is null ? "" : $"&cursor={Uri.EscapeDataString(cursor)}");
            using var page = JsonDocument.Parse(await http.GetByteArrayAsync(path));
            cursor = page.RootElement.GetProperty("next").GetString();
        }
        return cursor!;
    }

    private static async Task<string> AfterAsync(BenchCity city, int rows)
    {
        await using var command = city.Database.CreateCommand(
            "SELECT COALESCE(f_division, ''), COALESCE(f_birth_date, ''), id FROM registries_population_person "
            + "WHERE closed_at IS NULL ORDER BY COALESCE(f_division, ''), COALESCE(f_birth_date, ''), id "
            + $"OFFSET {rows - 1} LIMIT 1");
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return $"division={reader.GetString(0)}&birth={reader.GetString(1)}&id={reader.GetString(2)}";
    }
}
