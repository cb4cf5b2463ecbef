using System.Diagnostics;
using System.Globalization;

namespace Lingnan.Bench.Registries;

/// <summary>
/// The persons of a city into PostgreSQL by the import: typed, checked, indexed, numbers sealed, a digest of each batch
/// in the audit log; beside <c>psql \copy</c> of the same finished rows into a table with the same indexes. With
/// <c>--rows</c> the first so many rows of both are timed.
/// </summary>
internal static class LoadBench
{
    private const string Table = "registries_population_person";

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var bench = await BenchCity.OpenAsync(options, "population:person");
        var rows = await bench.CountAsync($"SELECT count(*) FROM {Table}");
        var whole = await bench.CountAsync(LoadTime.Sql) / 1000.0;
        var timed = Math.Min(options.Rows ?? rows, rows);
        var ours = timed == rows ? whole : await bench.CountAsync(LoadTime.FirstRowsSql(Table, timed)) / 1000.0;
        var theirs = await CopyAsync(bench, timed);
        var (mine, peer) = (timed / ours, timed / theirs);
        return new Report(
            $"{rows.ToString("N0", CultureInfo.InvariantCulture)} persons into PostgreSQL",
            [
                new(
                    "rows per second, beside \\copy of finished rows", mine, peer, "at least 0.5", mine >= 0.5 * peer),
                new("rows timed", timed, null, "", true),
                new("seconds", ours, theirs, "", true),
                new("all rows, rows per second", rows / whole, null, "", true),
            ]);
    }

    private static async Task<double> CopyAsync(BenchCity bench, long rows)
    {
        var file = Path.GetTempFileName();
        try
        {
            await PsqlAsync(bench, $@"\copy (SELECT * FROM {Table} LIMIT {rows}) TO '{file}'");
            await PsqlAsync(bench, "DROP TABLE IF EXISTS bench_copy");
            await PsqlAsync(bench, $"CREATE TABLE bench_copy (LIKE {Table} INCLUDING ALL)");
            var watch = Stopwatch.StartNew();
            await PsqlAsync(bench, $@"\copy bench_copy FROM '{file}'");
            var seconds = watch.Elapsed.TotalSeconds;
            await PsqlAsync(bench, "DROP TABLE bench_copy");
            return seconds;
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task PsqlAsync(BenchCity bench, string command)
    {
        using var psql = Process.Start(new ProcessStartInfo(
            "psql", ["-q", "-X", "-v", "ON_ERROR_STOP=1", bench.DatabaseUrl, "-c", command]))!;
        await psql.WaitForExitAsync();
        if (psql.ExitCode != 0) throw new InvalidOperationException($"psql ended with {psql.ExitCode}.");
    }
}
