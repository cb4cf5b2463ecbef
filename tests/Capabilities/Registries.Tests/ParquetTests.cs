using DuckDB.NET.Data;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Export;
using Lingnan.Testing;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests;

/// <summary>What we write as Parquet, a foreign reader reads.</summary>
public sealed class ParquetTests
{
    [Theory, EachDatabase]
    public async Task Duckdb_reads_typed_columns(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        for (var i = 0; i < 450; i++)
            await city.PutAsync(Declared.People, new
            {
                number = Declared.Number(i), name = "𠮷三" + i, region = "441900003",
                height = i % 3 == 0 ? null : "170.5", income = "12345.67",
            });
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "people.parquet");
        await using (var stream = File.Create(file))
            Assert.Equal(450, (await city.Registers.ExportAsync(
                Declared.People, new() { Unmask = true }, "parquet", stream, RegisterCity.Root,
                RegisterCity.Purpose)).Value);

        var types = Ask(file, "SELECT column_name || ' ' || column_type FROM (DESCRIBE SELECT * FROM {0})");
        Assert.Contains("birth DATE", types);
        Assert.Contains("height DECIMAL(18,1)", types);
        Assert.Contains("income DECIMAL(18,2)", types);
        Assert.Contains("name VARCHAR", types);
        Assert.Contains("recordedAt TIMESTAMP WITH TIME ZONE", types);
        Assert.Equal(["300 170.5 450 0"], Ask(
            file,
            "SELECT count(height) || ' ' || avg(height) || ' ' || count(DISTINCT id) || ' ' "
            + "|| count(_masked) FROM {0}"));
        Assert.Equal([$"𠮷三7 {Declared.Number(7)} 1950-01-01 12345.67"], Ask(
            file, "SELECT name || ' ' || number || ' ' || birth || ' ' || income FROM {0} WHERE name = '𠮷三7'"));
    }

    [Fact]
    public async Task Masked_numbers_and_dates_are_absent_and_named()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张小三", income = "5.00" });
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "people.parquet");
        await using (var stream = File.Create(file))
            await city.Registers.ExportAsync(
                Declared.People, new() { Fields = ["name", "birth", "income", "sex"] }, "parquet", stream,
                RegisterCity.Officer((Read, ""), (RegistriesPermissions.Export, "")), null);
        Assert.Equal(["张*三 1 birth,income,name true"], Ask(
            file, "SELECT name || ' ' || sex || ' ' || _masked || ' ' || (birth IS NULL AND income IS NULL) FROM {0}"));
    }

    [Fact]
    public async Task Row_groups_leave_as_they_fill()
    {
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "many.parquet");
        await using (var stream = File.Create(file))
        {
            await using var writer = await ParquetRecordWriter.OpenAsync(stream, Declared.Divisions, default);
            for (var i = 0; i < 50_001; i++)
            {
                if (i == 40_001) Assert.True(stream.Position > 100_000);
                await writer.WriteAsync(new(
                    $"d_{i:D26}", 1, DateTimeOffset.UnixEpoch, "",
                    new Dictionary<string, object?> { ["code"] = $"{i}" },
                    new HashSet<string>()), default);
            }
            await writer.EndAsync(default);
        }
        Assert.Equal(["3 20000 50001"], Ask(
            file,
            "SELECT count(DISTINCT row_group_id) || ' ' || max(row_group_num_rows) || ' ' || "
            + "(SELECT count(*) FROM {0}) "
                + "FROM parquet_metadata({0})"));
    }

    private static List<string> Ask(string file, string sql)
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Format(System.Globalization.CultureInfo.InvariantCulture, sql, $"'{file}'");
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read()) rows.Add(reader.GetString(0));
        return rows;
    }
}
