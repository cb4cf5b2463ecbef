using Dapper;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Lingnan.Testing.Crash;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Platform.Tests.Events;

public sealed class OutboxTests
{
    [Theory, EachDatabase]
    public async Task Delivers_to_every_handler_once_and_only_after_commit(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using (var session = await city.Database.WriteAsync())
        {
            session.Publish(new RowNamed("dropped"));
            session.Audit(TestDatabase.AnyEntry);
        }

        await PublishAsync(city, "kept");
        await city.Get<IOutbox>().DrainAsync();
        await city.Get<IOutbox>().DrainAsync();
        Assert.Equal(["first kept", "second kept"], await NamesAsync(city));
        Assert.Equal(0, await city.Get<IOutbox>().PendingAsync());
    }

    [Theory, EachDatabase]
    public async Task The_dispatcher_is_woken_by_the_commit(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await city.StartWorkersAsync();
        await PublishAsync(city, "woken");
        await Eventually.TrueAsync(async () => (await NamesAsync(city)).Count == 2);
    }

    [Theory, EachDatabase]
    public async Task A_handler_that_fails_keeps_nothing_pauses_longer_each_time_and_is_parked(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var poison = city.Get<Poison>();
        poison.IsOn = true;
        await PublishAsync(city, "poison");
        var outbox = city.Get<Outbox>();
        var clock = city.Get<FakeTimeProvider>();
        var pauses = new List<double>();
        for (var last = clock.GetUtcNow(); (await outbox.ParkedAsync()).Count == 0; clock.Advance(
            TimeSpan.FromSeconds(1)))
        {
            var before = poison.Tries;
            while (await outbox.DeliverNextAsync(long.MaxValue, ignorePauses: false, CancellationToken.None)) { }
            if (poison.Tries == before) continue;
            pauses.Add((clock.GetUtcNow() - last).TotalSeconds);
            last = clock.GetUtcNow();
        }

        Assert.Equal([0, 2, 4, 8, 16, 32, 64, 120], pauses);
        var parked = Assert.Single(await outbox.ParkedAsync());
        Assert.Equal(("test.row-named", "test.first", 8), (parked.EventName, parked.Handler, parked.Attempts));
        Assert.Contains("poison", parked.LastError);
        Assert.Equal(["second poison"], await NamesAsync(city));

        poison.IsOn = false;
        Assert.True(await outbox.RetryAsync(parked.EventId, parked.Handler));
        Assert.False(await outbox.RetryAsync(parked.EventId, parked.Handler));
        await outbox.DrainAsync();
        Assert.Equal(["first poison", "second poison"], await NamesAsync(city));
        Assert.Empty(await outbox.ParkedAsync());
    }

    [Theory, EachDatabase]
    public async Task A_handler_that_takes_the_process_down_is_parked_too(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine, DeadlyHandler.Configure);
        await using (var session = await city.Database.WriteAsync())
        {
            session.Publish(new Struck("a table"));
            session.Audit(TestDatabase.AnyEntry);
            await session.CommitAsync();
        }

        var deaths = 0;
        var rounds = 0;
        for (var last = ""; last != "drained"; deaths += last == "tried" ? 1 : 0)
        {
            Assert.InRange(++rounds, 1, PlatformLimits.DeliveryAttemptsMax + 2);
            await using var child = ChildProcess.Start(
                typeof(Stories).Assembly.Location, "event", city.Options.DataFolder, city.Options.DatabaseUrl ?? "",
                $"{deaths * 5}");
            await child.PrintedAsync(1);
            last = child.Lines.First();
        }

        Assert.Equal(PlatformLimits.DeliveryAttemptsMax, deaths);
        var parked = Assert.Single(await city.Get<IOutbox>().ParkedAsync());
        Assert.Equal(("test.deadly", 8), (parked.Handler, parked.Attempts));
        Assert.Contains("process ended", parked.LastError, StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task Several_processes_share_the_work_without_doing_any_twice(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await using var other = city.OpenAnother(Configure);
        for (var i = 0; i < 25; i++) await PublishAsync(city, $"row {i}");
        await Task.WhenAll(
            Task.Run(() => city.Get<IOutbox>().DrainAsync()), Task.Run(() => other.Get<IOutbox>().DrainAsync()));
        Assert.Equal(50, (await NamesAsync(city)).Count);
        Assert.Equal(25, city.Get<Poison>().Tries + other.Get<Poison>().Tries);
    }

    [Fact]
    public async Task A_process_passes_over_what_another_is_delivering()
    {
        Assert.SkipWhen(TestPostgres.Url is null, $"{TestPostgres.Variable} is not set");
        await using var city = await CreateAsync(Engine.Postgres);
        await using var other = city.OpenAnother(Configure);
        await PublishAsync(city, "slow");
        var gate = city.Get<Poison>().Gate = new TaskCompletionSource();
        var slow = Task.Run(() => city.Get<Outbox>().DeliverNextAsync(long.MaxValue, false, CancellationToken.None));
        await Eventually.TrueAsync(() => Task.FromResult(city.Get<Poison>().Tries == 1));

        Assert.True(await other.Get<Outbox>().DeliverNextAsync(long.MaxValue, false, CancellationToken.None));
        Assert.False(await other.Get<Outbox>().DeliverNextAsync(long.MaxValue, false, CancellationToken.None));
        Assert.Equal(["second slow"], await NamesAsync(city));
        gate.SetResult();
        Assert.True(await slow);
        Assert.Equal(["first slow", "second slow"], await NamesAsync(city));
        Assert.Equal(0, other.Get<Poison>().Tries);
    }

    [Theory, EachDatabase]
    public async Task Purges_only_what_nobody_waits_for(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var outbox = city.Get<Outbox>();
        await PublishAsync(city, "old");
        await outbox.DrainAsync();
        await PublishAsync(city, "old but waiting");
        city.Get<FakeTimeProvider>().Advance(TimeSpan.FromDays(8));
        await PublishAsync(city, "new");
        Assert.Equal(1, await outbox.PurgeAsync(CancellationToken.None));
        Assert.Equal(0, await outbox.PurgeAsync(CancellationToken.None));
        Assert.Equal(4, await outbox.PendingAsync());
    }

    private static Task<TestDatabase> CreateAsync(Engine engine) =>
        TestDatabase.CreateAsync(engine, Configure, typeof(OutboxTests).Assembly);

    private static void Configure(IServiceCollection services)
    {
        services.AddSingleton(new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));
        services.AddSingleton<TimeProvider>(s => s.GetRequiredService<FakeTimeProvider>());
        services.AddSingleton<Poison>();
        services.AddEventHandler<RowNamed, First>();
        services.AddEventHandler<RowNamed, Second>();
    }

    private static async Task PublishAsync(TestDatabase city, string name)
    {
        await using var session = await city.Database.WriteAsync();
        session.Publish(new RowNamed(name));
        session.Audit(TestDatabase.AnyEntry);
        await session.CommitAsync();
    }

    private static async Task<List<string>> NamesAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        return (await session.Connection.QueryAsync<string>(
            "SELECT name FROM sample_rows ORDER BY name", transaction: session.Transaction)).AsList();
    }

    internal sealed record RowNamed(string RowName) : IEvent
    {
        public static string Name => "test.row-named";
    }

    private sealed class Poison
    {
        public bool IsOn { get; set; }
        public int Tries { get; set; }
        public TaskCompletionSource? Gate { get; set; }
    }

    private sealed class First(Poison poison) : IEventHandler<RowNamed>
    {
        public string Name => "test.first";

        public async Task HandleAsync(RowNamed happened, DbSession session, CancellationToken cancellationToken)
        {
            poison.Tries++;
            if (poison.Gate is { } gate) await gate.Task.WaitAsync(cancellationToken);
            await InsertAsync(session, "first " + happened.RowName);
            if (poison.IsOn) throw new InvalidOperationException("This event is poison.");
        }
    }

    private sealed class Second : IEventHandler<RowNamed>
    {
        public string Name => "test.second";

        public Task HandleAsync(RowNamed happened, DbSession session, CancellationToken cancellationToken) =>
            InsertAsync(session, "second " + happened.RowName);
    }

    private static Task InsertAsync(DbSession session, string name) => session.Connection.ExecuteAsync(
        "INSERT INTO sample_rows (name, active) VALUES (@name, 1)", new { name }, session.Transaction);
}
