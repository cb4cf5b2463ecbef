using Dapper;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Lingnan.Testing.Crash;

namespace Lingnan.Platform.Tests.Storage;

/// <summary>kill -9 of a real process at moments that differ from run to run.</summary>
public sealed class KillTests
{
    [Theory, EachDatabase]
    public async Task Every_row_that_was_acknowledged_is_there_after_a_kill(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using var child = Start(city, "ledger");
        await child.PrintedAsync(100);
        var acknowledged = (await child.KillAsync()).Count;

        var rows = await RowsAsync(city);
        // The one in flight may be there or not; none before it may be missing.
        Assert.InRange(rows.Count, acknowledged, acknowledged + 1);
        Assert.Equal(Enumerable.Range(1, rows.Count).Select(i => (long)i), rows);
    }

    [Theory, EachDatabase]
    public async Task A_migration_killed_in_the_middle_goes_on_from_whole_files(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var runner = city.Get<SchemaRunner>();
        for (var round = 0; round < 3; round++)
        {
            await using var child = Start(city, "migrate");
            await child.PrintedAsync(1);
            var before = await AppliedAsync(city);
            await Eventually.TrueAsync(async () => await AppliedAsync(city) > before || child.HasEnded);
            await child.KillAsync();
            for (var i = 1L; i <= await AppliedAsync(city); i++)
                Assert.Equal(Stories.RowsPerFile, await CountAsync(city, i));
        }

        await runner.ApplyAsync(Stories.LongSchema, CancellationToken.None);
        for (var i = 1L; i <= Stories.SchemaFiles; i++) Assert.Equal(Stories.RowsPerFile, await CountAsync(city, i));
    }

    [Theory, EachDatabase]
    public async Task A_job_whose_process_was_killed_goes_on_at_once_and_does_nothing_twice(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        string id;
        await using (var session = await city.Database.WriteAsync())
        {
            id = await city.Get<IJobs>().EnqueueAsync(session, CountingJob.JobKind, "{}", "a_1");
            session.Audit(TestDatabase.AnyEntry);
            await session.CommitAsync();
        }

        await using (var child = Start(city, "job"))
        {
            await child.PrintedAsync(20);
            await child.KillAsync();
        }

        var left = await city.Get<IJobs>().FindAsync(id);
        Assert.Equal(JobState.Running, left!.State);
        Assert.InRange(left.Done, 10, CountingJob.Rows - 10);
        // The lease of the dead lasts half a minute more, yet the same data folder takes its work back at once.
        await city.StartWorkersAsync();
        var job = await city.Get<IJobs>().WaitAsync(id).WaitAsync(TimeSpan.FromSeconds(25));
        Assert.Equal((JobState.Done, CountingJob.Rows), (job.State, job.Done));
        Assert.Equal(Enumerable.Range(1, CountingJob.Rows).Select(i => (long)i), await RowsAsync(city));
    }

    private static async Task<TestDatabase> CreateAsync(Engine engine)
    {
        var city = await TestDatabase.CreateAsync(engine, CountingJob.Configure);
        if (await city.Get<SchemaRunner>().ApplyAsync(
            [.. SchemaFile.Find([typeof(SchemaRunner).Assembly]), CountingJob.Table], CancellationToken.None) != 1)
            throw new InvalidOperationException("The table of this test was not made.");
        return city;
    }

    private static ChildProcess Start(TestDatabase city, string story) => ChildProcess.Start(
        typeof(Stories).Assembly.Location,
        new[] { story, city.Options.DataFolder, city.Options.DatabaseUrl }.OfType<string>());

    private static async Task<List<long>> RowsAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        return (await session.Connection.QueryAsync<long>(
            "SELECT id FROM crash_rows ORDER BY id", transaction: session.Transaction)).AsList();
    }

    private static async Task<long> AppliedAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        return await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM platform_schema WHERE series = 'Test.Crash'", transaction: session.Transaction);
    }

    private static async Task<long> CountAsync(TestDatabase city, long step)
    {
        await using var session = await city.Database.ReadAsync();
        return await session.Connection.ExecuteScalarAsync<long>(
            $"SELECT count(*) FROM crash_step_{step}", transaction: session.Transaction);
    }
}
