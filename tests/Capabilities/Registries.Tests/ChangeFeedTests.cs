using System.Collections.Concurrent;
using CsCheck;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests;

public class ChangeFeedTests
{
    [Theory, EachDatabase]
    public async Task Parallel_writers_and_a_reader_who_follows_miss_nothing(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var written = new ConcurrentBag<(string Id, int Version)>();
        var writers = Enumerable.Range(0, 6).Select(w => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                // Writers meet on the same rows as well as on their own.
                var outcome = await city.WriteAsync(Declared.Divisions, new
                {
                    code = "4419000" + (i % 3 == 0 ? "50" : $"{w}{i % 10}"), name = $"{w}-{i}",
                });
                if (outcome.Outcome is "created" or "changed")
                    written.Add((outcome.Record!.Id, outcome.Record.Version));
            }
        })).ToArray();
        var all = Task.WhenAll(writers);
        var seen = new List<RecordChange>();
        long next = 0;
        bool wasDone;
        do
        {
            wasDone = all.IsCompleted;
            var page = await ReadAsync(city, next, limit: 7);
            Assert.All(page.Items, c => Assert.True(c.Position > next && c.Position <= page.Next));
            Assert.Equal(page.Items.Select(c => c.Position).Order(), page.Items.Select(c => c.Position));
            seen.AddRange(page.Items);
            wasDone &= page.Items.Count == 0;
            next = page.Next;
        }
        while (!wasDone);
        await all;

        Assert.Equal(Enumerable.Range(1, seen.Count).Select(i => (long)i), seen.Select(c => c.Position));
        // A version that another writer replaced before its own could read it back is told by the versions around it.
        Assert.Empty(written.Except(seen.Select(c => (c.Id, c.Version))));
        Assert.Equal(seen.Count, seen.Select(c => (c.Id, c.Version)).Distinct().Count());
        foreach (var row in seen.GroupBy(c => c.Id))
            Assert.Equal(Enumerable.Range(1, row.Count()), row.Select(c => c.Version));
        Assert.Equal(seen, (await ReadAsync(city, 0, limit: 1000)).Items, (a, b) => a.Position == b.Position
            && a.Id == b.Id && a.Version == b.Version);
    }

    [Fact]
    public async Task A_slow_transaction_that_began_first_is_not_passed()
    {
        Assert.SkipWhen(TestPostgres.Url is null, "Only PostgreSQL has writers that run at the same time.");
        await using var city = await RegisterCity.CreateAsync(Engine.Postgres);
        var store = city.Services.GetRequiredService<RowStore>();
        await using var slow = await city.Database.Database.WriteAsync();
        await store.WriteBatchAsync(slow, Declared.Divisions, [Row("441900001")], new() { Caller = RegisterCity.Root });
        await using (var dropped = await city.Database.Database.WriteAsync())
            await store.WriteBatchAsync(
                dropped, Declared.Divisions, [Row("441900009")], new() { Caller = RegisterCity.Root });
        await city.PutAsync(Declared.Divisions, new { code = "441900002", name = "快" });

        var before = await ReadAsync(city, 0);
        Assert.Equal(1, Assert.Single(before.Items).Position);
        await slow.CommitAsync();
        var after = await ReadAsync(city, before.Next);
        Assert.Equal((2L, "慢"), (after.Next, (string)Assert.Single(after.Items).Record!.Values["name"]!));
        Assert.Equal(2, (await ReadAsync(city, 0)).Items.Count);
    }

    [Theory, EachDatabase]
    public async Task Each_reader_sees_the_changes_of_their_region_and_what_leaves_it(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        var id = await city.PutAsync(
            Declared.People, new { number = Declared.Number(1), name = "张小三", region = "441900003" });
        await city.PutAsync(Declared.People, new { number = Declared.Number(2), name = "李四", region = "442000100" });
        await city.PutAsync(Declared.People, new { region = "442000100", number = Declared.Number(1) }, id);
        await city.Registers.CloseAsync(Declared.People, id, null, "迁出", RegisterCity.Root);

        var local = (await ReadAsync(
            city, 0, register: Declared.People, caller: RegisterCity.Officer((Read, "4419")))).Items;
        Assert.Equal(["created", "left"], local.Select(c => c.Action));
        Assert.Equal("张*三", local[0].Record!.Values["name"]);
        Assert.Null(local[1].Record);
        var other = (await ReadAsync(
            city, 0, register: Declared.People, caller: RegisterCity.Officer((Read, "4420")))).Items;
        Assert.Equal(["created", "changed", "closed"], other.Select(c => c.Action));
        Assert.Equal([2L, 3L, 4L], other.Select(c => c.Position));
        Assert.Equal("registries.read.forbidden", (await Feed(city).ReadAsync(
            Declared.Divisions, new(0), RegisterCity.Citizen("p_1"), null)).Error!.Code);
    }

    [Fact]
    public async Task Whole_values_are_logged_and_only_wanted_fields_leave()
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        var id = await city.PutAsync(Declared.People, new { number = Declared.Number(1), name = "张三" });
        city.Audit.Clear();
        var page = (await Feed(city).ReadAsync(
            Declared.People, new(0) { Unmask = true, Fields = ["number"] }, RegisterCity.Root,
            RegisterCity.Purpose)).Value;
        Assert.Equal(Declared.Number(1), Assert.Single(page.Items).Record!.Values["number"]);
        var entry = Assert.Single(city.Audit.Entries);
        Assert.Equal(("registries.changes-read", id), (entry.Action, entry.SubjectId));
    }

    [Theory, EachDatabase]
    public async Task Who_waits_is_woken_by_a_change(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "一" });
        var latest = await Feed(city).ReadAsync(Declared.Divisions, new((long?)null), RegisterCity.Root, null);
        Assert.Equal((0, 1L), (latest.Value.Items.Count, latest.Value.Next));
        var waiting = Feed(city).ReadAsync(
            Declared.Divisions, new(latest.Value.Next) { WaitSeconds = 20 }, RegisterCity.Root, null);
        await city.PutAsync(Declared.Divisions, new { code = "441900004", name = "二" });
        Assert.Equal("二", Assert.Single((await waiting).Value.Items).Record!.Values["name"]);
    }

    [Theory]
    [InlineData(2L, 1, 0, "registries.changes.position")]
    [InlineData(-1L, 1, 0, "registries.changes.position")]
    [InlineData(0L, 0, 0, "registries.changes.limit")]
    [InlineData(0L, 1001, 0, "registries.changes.limit")]
    [InlineData(0L, 1, 26, "registries.changes.wait")]
    public async Task A_bad_question_is_told(long after, int limit, int wait, string code)
    {
        await using var city = await RegisterCity.CreateAsync(Engine.Sqlite);
        Assert.Equal(code, (await Feed(city).ReadAsync(
            Declared.Divisions, new(after) { Limit = limit, WaitSeconds = wait }, RegisterCity.Root,
            null)).Error!.Code);
    }

    private static ValidRow Row(string code) => new()
    {
        Values = new Dictionary<string, object?> { ["code"] = code, ["name"] = "慢" },
    };

    private static IChangeFeed Feed(RegisterCity city) => city.Services.GetRequiredService<IChangeFeed>();

    private static async Task<ChangePage> ReadAsync(
        RegisterCity city, long after, int limit = 100, PackKit.Registries.RegistryDeclaration? register = null,
        Caller? caller = null) => (await Feed(city).ReadAsync(
            register ?? Declared.Divisions, new(after) { Limit = limit }, caller ?? RegisterCity.Root, null)).Value;
}
