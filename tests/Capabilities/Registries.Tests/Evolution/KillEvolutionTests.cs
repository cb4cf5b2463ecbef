using System.Globalization;
using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Evolution;

/// <summary>kill -9 of a process that fills a split field in, while this one reads: no read fails, each row is seen in
/// the new shape as a whole, and the next process goes on where the last one was. The child is this same program, told
/// by its environment to be one.</summary>
public sealed class KillEvolutionTests
{
    private const string Variable = "LINGNAN_TEST_EVOLUTION_CHILD";
    private const int Rows = 8000;

    [Theory, EachDatabase]
    public async Task A_killed_fill_goes_on_and_readers_notice_nothing(Engine engine)
    {
        await using var city = await Evolving.CityAsync(engine, Evolving.First);
        await FillAsync(city);
        await using var later = await Evolving.LaterAsync(city, Evolving.Last);
        using var stop = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(n => Task.Run(() => ReadAsync(later, n, stop.Token))).ToList();
        Environment.SetEnvironmentVariable(Variable, $"{city.Options.DataFolder}\n{city.Options.DatabaseUrl}");
        for (var round = 0; round < 3; round++)
        {
            var before = await DoneAsync(later);
            await using var child = ChildProcess.Start(typeof(KillEvolutionTests).Assembly.Location,
                "-method", $"{typeof(KillEvolutionTests).FullName}.{nameof(The_child_fills_until_it_is_killed)}",
                "-explicit", "only");
            await Eventually.TrueAsync(async () => await DoneAsync(later) > before || child.HasEnded);
            Assert.False(child.HasEnded, string.Join('\n', child.Lines));
            await child.KillAsync();
            Assert.InRange(await DoneAsync(later), before + 1, Rows);
        }
        await later.StartWorkersAsync();
        await Eventually.TrueAsync(async () => await IsDoneAsync(later));
        await stop.CancelAsync();
        var read = await Task.WhenAll(readers);
        Assert.All(read, n => Assert.True(n > 10, $"{n} reads"));
        Assert.Equal("7", await Evolving.FoundAsync(later, "phone = '13800000007'"));
        await using var session = await later.Database.ReadAsync();
        Assert.Equal(Rows, await session.Connection.ExecuteScalarAsync<long>(
            "SELECT COUNT(*) FROM registries_test_shop WHERE shape = 5 AND f_phone IS NOT NULL",
            transaction: session.Transaction));
    }

    [Fact(Explicit = true)]
    public async Task The_child_fills_until_it_is_killed()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } told) return;
        var parts = told.Split('\n');
        await using var city = TestDatabase.OpenExisting(
            parts[0], parts[1].Length == 0 ? null : parts[1], s => Evolving.Configure(s, Evolving.Last));
        await city.Get<IRegisterTables>().EnsureAsync();
        await city.StartWorkersAsync();
        await Task.Delay(Timeout.Infinite, TestContext.Current.CancellationToken);
    }

    private static async Task FillAsync(TestDatabase city)
    {
        foreach (var numbers in Enumerable.Range(1, Rows).Chunk(1000))
        {
            await using var session = await city.Database.WriteAsync();
            await city.Get<RowStore>().WriteBatchAsync(session, Evolving.First,
            [
                .. numbers.Select(n => new ValidRow
                {
                    Values = new Dictionary<string, object?>
                    {
                        ["code"] = Text(n), ["contact"] = $"店{n} {13800000000 + n}", ["area"] = Text(n),
                    },
                }),
            ], new BatchOptions { Caller = RegisterCity.Root });
            await session.CommitAsync();
        }
    }

    private static async Task<int> ReadAsync(TestDatabase city, int seed, CancellationToken stop)
    {
        var registers = city.Get<IRegisters>();
        string? cursor = null;
        var reads = 0;
        while (!stop.IsCancellationRequested)
        {
            var page = (await registers.ListAsync(
                Evolving.Last, new RecordQuery { Limit = 50 + seed, Cursor = cursor }, RegisterCity.Root, null,
                CancellationToken.None)).Value;
            foreach (var record in page.Items) Check(record);
            var one = (await registers.GetAsync(
                Evolving.Last, page.Items[^1].Id, false, RegisterCity.Root, null, CancellationToken.None)).Value;
            Check(one);
            cursor = page.Next;
            reads++;
        }
        return reads;

        static void Check(Contracts.Record record)
        {
            var n = int.Parse((string)record.Values["code"]!, CultureInfo.InvariantCulture);
            Assert.Equal(($"店{n}", Text(13800000000 + n), (decimal?)n, "零售"), (
                record.Values["person"], record.Values["phone"], (decimal?)record.Values["area"],
                record.Values["kind"]));
            Assert.DoesNotContain("contact", record.Values.Keys);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Task<long> DoneAsync(TestDatabase city) =>
        ScalarAsync(city, "SELECT MAX(rows_done) FROM registries_evolution");

    private static async Task<bool> IsDoneAsync(TestDatabase city) =>
        await ScalarAsync(city, "SELECT COUNT(*) FROM registries_evolution WHERE state <> 'done'") == 0;

    private static async Task<long> ScalarAsync(TestDatabase city, string sql)
    {
        await using var session = await city.Database.ReadAsync();
        return await session.Connection.ExecuteScalarAsync<long>(sql, transaction: session.Transaction);
    }
}
