using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Npgsql;

namespace Lingnan.Registries.Tests.Evolution;

/// <summary>PostgreSQL makes the indexes of a change while others write. A build that is cut off leaves an index that
/// counts for nothing; the next start finds it and makes it anew.</summary>
public sealed class BrokenIndexTests
{
    private const string Variable = "LINGNAN_TEST_INDEX_CHILD";
    private const string Table = "registries_test_shop";

    [Fact]
    public async Task A_program_killed_while_an_index_is_built_leaves_nothing_that_the_next_one_does_not_mend()
    {
        Assert.SkipWhen(TestPostgres.Url is null, $"{TestPostgres.Variable} is not set");
        await using var city = await Evolving.CityAsync(Engine.Postgres, Evolving.First);
        await Evolving.PutAsync(
            city, Evolving.First, new() { ["code"] = "1", ["contact"] = "张三 13800138000", ["area"] = "12.5" });
        await using (var _ = await Evolving.LaterAsync(city, Evolving.Last)) { }

        // A writer who does not end: the build lists its index and waits for them.
        await using var writer = await ConnectAsync(city);
        await using var work = await writer.BeginTransactionAsync();
        await writer.ExecuteAsync($"LOCK TABLE {Table} IN ROW EXCLUSIVE MODE", transaction: work);
        Environment.SetEnvironmentVariable(Variable, $"{city.Options.DataFolder}\n{city.Options.DatabaseUrl}");
        await using (var child = ChildProcess.Start(typeof(BrokenIndexTests).Assembly.Location,
            "-method", $"{typeof(BrokenIndexTests).FullName}.{nameof(The_child_builds_until_it_is_killed)}",
            "-explicit", "only"))
        {
            await Eventually.TrueAsync(async () => await BrokenAsync(city) > 0 || child.HasEnded);
            Assert.False(child.HasEnded, string.Join('\n', child.Lines));
            await child.KillAsync();
        }
        // The server has not noticed, and builds on for nobody.
        Assert.Equal(1, await BuildsAsync(city));
        await using var later = await Evolving.LaterAsync(city, Evolving.Last);
        Assert.Equal("registries.evolution.filling", await Evolving.FoundAsync(later, "phone = '13800138000'"));
        await later.StartWorkersAsync();
        await Eventually.TrueAsync(async () => await BuildsAsync(city) == 0);
        await work.RollbackAsync();
        var evolution = later.Get<IEvolution>();
        await Eventually.TrueAsync(async () => (await evolution.StepsAsync()).All(s => s.State == "done"));
        Assert.Equal(0, await BrokenAsync(city));
        Assert.Equal(
            later.Get<RegisterTables>().Of(Evolving.Last).Indexes.Select(i => i.Name).Order(StringComparer.Ordinal),
            await ValidAsync(city));
        Assert.Equal("1", await Evolving.FoundAsync(later, "phone = '13800138000'"));
    }

    [Fact]
    public async Task Broken_indexes_are_made_anew_at_start_or_dropped_where_nothing_declares_them()
    {
        Assert.SkipWhen(TestPostgres.Url is null, $"{TestPostgres.Variable} is not set");
        await using var city = await Evolving.CityAsync(Engine.Postgres, Evolving.First);
        foreach (var code in (string[])["1", "2"])
            await Evolving.PutAsync(city, Evolving.First, new() { ["code"] = code, ["name"] = "同名" });
        var whole = await ValidAsync(city);
        await using (var db = await ConnectAsync(city))
        {
            await db.ExecuteAsync($"DROP INDEX {Table}_contact");
            // A build that finds two equal values fails, and leaves what one that was cut off leaves.
            foreach (var name in (string[])["contact", "gone"])
                await Assert.ThrowsAsync<PostgresException>(() => db.ExecuteAsync(
                    $"CREATE UNIQUE INDEX CONCURRENTLY {Table}_{name} ON {Table} (f_name)"));
        }
        Assert.Equal(2, await BrokenAsync(city));
        await using var later = await Evolving.LaterAsync(city, Evolving.First);
        Assert.Equal(0, await BrokenAsync(city));
        Assert.Equal(whole, await ValidAsync(city));

        // Whoever reads over the same connections still cannot write.
        await using var read = await later.Database.PeekAsync();
        Assert.Equal("on", await read.Connection.ExecuteScalarAsync<string>("SHOW default_transaction_read_only"));
    }

    [Fact(Explicit = true)]
    public async Task The_child_builds_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } told) return;
        var parts = told.Split('\n');
        await using var city = TestDatabase.OpenExisting(
            parts[0], parts[1], s => Evolving.Configure(s, Evolving.Last));
        await city.Get<IRegisterTables>().EnsureAsync();
        await city.StartWorkersAsync();
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    private static Task<long> BrokenAsync(TestDatabase city) => ScalarAsync(city, $"""
        SELECT COUNT(*) FROM pg_index WHERE indrelid = '{Table}'::regclass AND NOT indisvalid
        """);

    private static Task<long> BuildsAsync(TestDatabase city) => ScalarAsync(city, """
        SELECT COUNT(*) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'CREATE INDEX CONCURRENTLY%' AND state = 'active'
        """);

    private static async Task<IEnumerable<string>> ValidAsync(TestDatabase city)
    {
        await using var db = await ConnectAsync(city);
        return (await db.QueryAsync<string>(
            "SELECT c.relname FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
            + $"WHERE i.indrelid = '{Table}'::regclass AND i.indisvalid AND NOT i.indisprimary"))
            .Order(StringComparer.Ordinal);
    }

    private static async Task<long> ScalarAsync(TestDatabase city, string sql)
    {
        await using var db = await ConnectAsync(city);
        return await db.ExecuteScalarAsync<long>(sql);
    }

    private static async Task<NpgsqlConnection> ConnectAsync(TestDatabase city)
    {
        var url = PostgresUrl.Parse(city.Options.DatabaseUrl!);
        url.Pooling = false;
        var connection = new NpgsqlConnection(url.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }
}
