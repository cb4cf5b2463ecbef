using Dapper;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;

namespace Lingnan.Testing.Crash;

/// <summary>What the child does until it is killed. It says on its output what it believes to be durable.</summary>
internal static class Stories
{
    public const int SchemaFiles = 12;
    public const int RowsPerFile = 20_000;

    public static IReadOnlyList<SchemaFile> LongSchema =>
    [
        .. SchemaFile.Find([typeof(SchemaRunner).Assembly]), CountingJob.Table,
        .. Enumerable.Range(1, SchemaFiles).Select(i => new SchemaFile("Test.Crash", i, $"step-{i}",
            $$"""
            CREATE TABLE crash_step_{{i}} (id BIGINT NOT NULL PRIMARY KEY, name {text} NOT NULL);
            INSERT INTO crash_step_{{i}}
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {{RowsPerFile}})
            SELECT i, 'row ' || i FROM n;
            """)),
    ];

    public static async Task MigrateAsync(TestDatabase city)
    {
        Console.WriteLine("begin");
        await city.Get<SchemaRunner>().ApplyAsync(LongSchema, CancellationToken.None);
        Console.WriteLine("end");
    }

    public static async Task LedgerAsync(TestDatabase city)
    {
        for (long i = 1; ; i++)
        {
            await using var session = await city.Database.WriteAsync();
            session.Audit(TestDatabase.AnyEntry);
            await session.Connection.ExecuteAsync(
                "INSERT INTO crash_rows (id) VALUES (@i)", new { i }, session.Transaction);
            await session.CommitAsync();
            Console.WriteLine(i);
        }
    }

    public static async Task EventAsync(TestDatabase city)
    {
        await city.Get<IOutbox>().DrainAsync();
        Console.WriteLine("drained");
    }

    public static async Task JobAsync(TestDatabase city)
    {
        CountingJob.Say = Console.WriteLine;
        await city.StartWorkersAsync();
        await Task.Delay(Timeout.Infinite);
    }
}
