using System.Diagnostics;
using System.Globalization;
using Lingnan.Testing;
using Microsoft.Data.Sqlite;

namespace Lingnan.Bench.Registries;

/// <summary>The same load into SQLite, beside a bare loop of one prepared insert in a table with the same
/// indexes, a thousand rows a transaction.</summary>
internal static class SqliteLoadBench
{
    private const string Table = "registries_population_person";
    private const int Batch = 1000;

    public static async Task<Report> RunAsync(BenchOptions options)
    {
        await using var city = await RunningCity.StartAsync(
            options.Preset, null, "--dirty", "0", "--registers", "population:person");
        await city.StopAsync();
        var file = Directory.GetFiles(city.DataFolder, "*.db").Single();
        using var source = new SqliteConnection($"Data Source={file};Mode=ReadOnly");
        source.Open();
        var ours = Convert.ToInt64(Scalar(source, LoadTime.Sql), CultureInfo.InvariantCulture) / 1000.0;
        var rows = Rows(source);
        var copy = Path.Combine(city.DataFolder, "bench.sqlite");
        var theirs = Loop(source, copy, rows);
        var (mine, peer) = (rows.Count / ours, rows.Count / theirs);
        return new Report(
            $"{rows.Count.ToString("N0", CultureInfo.InvariantCulture)} persons into SQLite",
            [
                new(
                    "rows per second, beside a prepared insert of finished rows", mine, peer, "at least 0.7",
                    mine >= 0.7 * peer),
                new("seconds", ours, theirs, "", true),
            ]);
    }

    private static List<object[]> Rows(SqliteConnection source)
    {
        using var command = source.CreateCommand();
        command.CommandText = $"SELECT * FROM {Table} ORDER BY import_line";
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }
        return rows;
    }

    private static double Loop(SqliteConnection source, string file, List<object[]> rows)
    {
        using var target = new SqliteConnection($"Data Source={file}");
        target.Open();
        Run(target, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        foreach (var sql in Schema(source)) Run(target, sql);
        var watch = Stopwatch.StartNew();
        using var insert = target.CreateCommand();
        insert.CommandText =
            $"INSERT INTO {Table} VALUES ({string.Join(", ", rows[0].Select((_, i) => "$" + i))})";
        for (var i = 0; i < rows[0].Length; i++) insert.Parameters.Add(new SqliteParameter("$" + i, DBNull.Value));
        foreach (var batch in rows.Chunk(Batch))
        {
            using var transaction = target.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in batch)
            {
                for (var i = 0; i < row.Length; i++) insert.Parameters[i].Value = row[i];
                insert.ExecuteNonQuery();
            }
            transaction.Commit();
        }
        return watch.Elapsed.TotalSeconds;
    }

    private static List<string> Schema(SqliteConnection source)
    {
        using var command = source.CreateCommand();
        command.CommandText =
            $"SELECT sql FROM sqlite_master WHERE tbl_name = '{Table}' AND sql IS NOT NULL ORDER BY type = 'index'";
        using var reader = command.ExecuteReader();
        var schema = new List<string>();
        while (reader.Read()) schema.Add(reader.GetString(0));
        return schema;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
