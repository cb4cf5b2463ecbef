using System.Globalization;

namespace Lingnan.Bench.Registries;

/// <summary>
/// One person by internal id, by 64 clients: whole, with the read in the audit log durably before the answer, and
/// masked; beside a minimal API with Dapper on the same table that asks, masks, opens and logs nothing.
/// </summary>
internal static class ReadBench
{
    private const int Clients = 64;
    private const string Register = "population:person";

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var city = await BenchCity.OpenAsync(options, Register);
        var rows = await city.CountAsync("SELECT count(*) FROM registries_population_person");
        var ids = await Sample.IdsAsync(city, rows);
        using var officer = await city.OfficerAsync();
        await using var peer = await PeerProcess.StartAsync(city.DatabaseUrl);
        var before = await AuditedAsync(city);
        var paces = await SideBySide.RunAsync(
            Clients,
            (officer, n => $"/api/registries/population/person/{ids[(int)(n % ids.Count)]}?unmask=true"),
            (officer, n => $"/api/registries/population/person/{ids[(int)(n % ids.Count)]}"),
            (peer.Http, n => $"/person/{ids[(int)(n % ids.Count)]}"));
        var audited = await AuditedAsync(city) - before;
        var (whole, masked, theirs) = (paces[0], paces[1], paces[2]);
        var of = rows.ToString("N0", CultureInfo.InvariantCulture);
        return new Report($"One person of {of}, {Clients} clients, PostgreSQL",
        [
            new(
                "whole reads per second, each in the audit log before its answer", whole.PerSecond, theirs.PerSecond,
                "at least 0.7", whole.PerSecond >= 0.7 * theirs.PerSecond),
            new(
                "masked reads per second", masked.PerSecond, theirs.PerSecond, "at least 0.85",
                masked.PerSecond >= 0.85 * theirs.PerSecond),
            new("whole read, p50 ms", whole.P50, theirs.P50, "", true),
            new("whole read, p99 ms", whole.P99, theirs.P99, "", true),
            new("masked read, p99 ms", masked.P99, theirs.P99, "", true),
            new("entries in the audit log after it", audited, null, "one for each whole read", audited > 0),
        ]);
    }

    private static Task<long> AuditedAsync(BenchCity city) =>
        city.CountAsync("SELECT count(*) FROM platform_audit WHERE action = 'registries.record-read'");
}
