using CsCheck;
using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Changes;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests;

/// <summary>Feeds forget from their beginning, and nobody passes over what they forgot without being told.</summary>
public class ChangeRetentionTests
{
    private const string Gone = "registries.changes.pruned.gone";

    [Theory, EachDatabase]
    public async Task Old_changes_go_positions_stay_and_a_late_reader_is_told(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        for (var i = 0; i < 3; i++) await WriteAsync(city, i, $"旧{i}");
        // Nobody has read these three yet, so they have no position when their time is over.
        city.Time.Advance(TimeSpan.FromDays(399));
        await WriteAsync(city, 3, "新");
        city.Time.Advance(TimeSpan.FromDays(2));
        await PruneAsync(city);

        foreach (var late in new long[] { 0, 1, 2 })
        {
            var refused = await ReadAsync(city, late);
            Assert.Equal(Gone, refused.Error!.Code);
            Assert.Equal((3L, 4L), ((long)refused.Error.Args["first"]!, (long)refused.Error.Args["last"]!));
        }
        var page = (await ReadAsync(city, 3)).Value;
        Assert.Equal((4L, 3L), (Assert.Single(page.Items).Position, page.KeptAfter));
        city.Time.Advance(TimeSpan.FromDays(400));
        await PruneAsync(city);
        Assert.Empty((await ReadAsync(city, 4)).Value.Items);
        await WriteAsync(city, 5, "再来");
        Assert.Equal(5, Assert.Single((await ReadAsync(city, 4)).Value.Items).Position);
        Assert.Equal("registries.changes.position", (await ReadAsync(city, 6)).Error!.Code);
    }

    [Fact]
    public void A_reader_sees_every_change_or_is_told_of_the_gap() =>
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 9]).List[1, 40].Sample(
            steps => FollowAsync(steps).GetAwaiter().GetResult(), iter: 25, threads: 1);

    [Theory, EachDatabase]
    public async Task Pruning_beside_readers_leaves_no_gap(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        for (var i = 0; i < 60; i++) await WriteAsync(city, i % 10, $"{i}");
        var place = (await ReadAsync(city, 59)).Value.Last;
        Assert.Equal(60, place);
        city.Time.Advance(TimeSpan.FromDays(500));
        using var end = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(r => Task.Run(async () =>
        {
            var (whole, told) = (0, 0);
            while (!end.IsCancellationRequested)
            {
                var read = await ReadAsync(city, r, 50);
                if (read.IsOk)
                {
                    Assert.Equal(
                        Enumerable.Range(r + 1, 50).Select(p => (long)p), read.Value.Items.Select(c => c.Position));
                    whole++;
                }
                else
                {
                    Assert.Equal(Gone, read.Error.Code);
                    told++;
                }
            }
            return told;
        })).ToArray();
        await PruneAsync(city);
        await Eventually.TrueAsync(async () => (await ReadAsync(city, 0)).Error?.Code == Gone);
        await end.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(Gone, (await ReadAsync(city, 59)).Error!.Code);
        Assert.True((await ReadAsync(city, 60)).IsOk);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("6")]
    [InlineData("36501")]
    [InlineData("-30")]
    [InlineData("ten")]
    public void A_setting_that_means_nothing_stops_the_start(string days)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(
            new Dictionary<string, string?> { [ChangeRetention.Setting] = days }).Build();
        var fault = Assert.Throws<FaultException>(() => ChangeRetention.Of(configuration));
        Assert.Equal("registries.changes.kept", fault.Error.Code);
    }

    // A follower keeps a copy: by each change, or anew from an export where it is told that changes are gone. Whatever
    // happens in between, its copy is the register at the end.
    private static async Task FollowAsync(List<(int What, int Row)> steps)
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var (copy, position) = (new Dictionary<string, string>(), 0L);
        foreach (var (what, row) in steps)
        {
            if (what <= 2) await WriteAsync(city, row, $"{what}-{row}-{city.Time.GetUtcNow().Ticks}");
            else if (what == 3) city.Time.Advance(TimeSpan.FromDays(40 * (row + 1)));
            else if (what == 4) await PruneAsync(city);
            else position = await CatchUpAsync(city, copy, position, limit: row + 1);
        }
        await CatchUpAsync(city, copy, position, 3);
        Assert.Equal((await RowsAsync(city)).OrderBy(r => r.Key), copy.OrderBy(r => r.Key));
    }

    private static async Task<long> CatchUpAsync(
        RegisterCity city, Dictionary<string, string> copy, long position, int limit)
    {
        while (true)
        {
            var read = await ReadAsync(city, position, limit);
            if (!read.IsOk)
            {
                Assert.Equal(Gone, read.Error.Code);
                position = (long)read.Error.Args["last"]!;
                copy.Clear();
                foreach (var (id, name) in await RowsAsync(city)) copy[id] = name;
                continue;
            }
            foreach (var change in read.Value.Items)
            {
                Assert.Equal(++position, change.Position);
                copy[change.Id] = (string)change.Record!.Values["name"]!;
            }
            if (read.Value.Items.Count == 0) return position;
        }
    }

    private static async Task<Dictionary<string, string>> RowsAsync(RegisterCity city) =>
        (await city.Registers.ListAsync(
            Declared.Divisions, new RecordQuery { Limit = 100 }, RegisterCity.Root, null)).Value.Items
            .ToDictionary(r => r.Id, r => (string)r.Values["name"]!);

    private static Task WriteAsync(RegisterCity city, int row, string name) =>
        city.WriteAsync(Declared.Divisions, new { code = $"4419000{row:D2}", name });

    private static Task<Kernel.Result<ChangePage>> ReadAsync(RegisterCity city, long after, int limit = 100) =>
        city.Services.GetRequiredService<IChangeFeed>().ReadAsync(
            Declared.Divisions, new(after) { Limit = limit }, RegisterCity.Root, null);

    private static Task PruneAsync(RegisterCity city) =>
        city.Services.GetServices<IJobHandler>().OfType<PruneChanges>().Single().RunAsync(new SilentRun(), default);

    private sealed class SilentRun : IJobRun
    {
        public Job Job => throw new NotSupportedException();

        public Task CheckpointAsync(
            DbSession session, string progressJson, long done, long? total,
            CancellationToken cancellationToken = default) => Task.CompletedTask;
    }
}
