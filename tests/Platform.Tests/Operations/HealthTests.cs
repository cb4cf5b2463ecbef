using System.Resources;
using Lingnan.Platform.Events;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Platform.Tests.Operations;

public sealed class HealthTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, EachDatabase]
    public async Task A_clock_that_was_set_back_is_noticed_and_recorded_time_never_goes_back(Engine engine)
    {
        await using var city = await CreateAsync(engine, Start);
        await city.Get<Heartbeat>().BeatAsync(CancellationToken.None);
        Assert.Equal("platform.health.clock.fine", (await FindAsync(city, "clock")).Says.Code);

        await using var later = city.OpenAnother(s => Configure(s, Start.AddHours(-1)));
        await later.StartWorkersAsync();
        Assert.Equal(Start, later.Get<MonotonicClock>().Now());
        var finding = await FindAsync(later, "clock");
        Assert.Equal(
            (HealthState.Trouble, "platform.health.clock.behind", 3600L),
            (finding.State, finding.Says.Code, finding.Says.Args["seconds"]));
    }

    [Theory, EachDatabase]
    public async Task Parked_events_are_told(Engine engine)
    {
        await using var city = await CreateAsync(engine, Start);
        await using (var session = await city.Database.WriteAsync())
        {
            session.Publish(new Broken());
            session.Audit(TestDatabase.AnyEntry);
            await session.CommitAsync();
        }

        Assert.Equal(HealthState.Fine, (await FindAsync(city, "events")).State);
        city.Get<FakeTimeProvider>().Advance(TimeSpan.FromMinutes(11));
        Assert.Equal("platform.health.events.late", (await FindAsync(city, "events")).Says.Code);
        await city.Get<IOutbox>().DrainAsync();
        Assert.Equal("platform.health.events.parked", (await FindAsync(city, "events")).Says.Code);
    }

    [Theory, EachDatabase]
    public async Task A_look_that_fails_is_trouble_and_comes_first(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine, s => s.AddSingleton<IHealthProbe, Failing>());
        var findings = await city.Get<HealthReport>().LookAsync();
        Assert.Equal((HealthState.Trouble, "platform.health.look-failed"), (findings[0].State, findings[0].Says.Code));
        Assert.Contains(findings, f => f is { Check: "database", State: HealthState.Fine });
        Assert.Contains(findings, f => f.Check == "disk");
    }

    [Fact]
    public void Every_word_that_is_told_is_written_in_both_languages()
    {
        var words = new ResourceManager("Lingnan.Platform.Words.Words", typeof(HealthReport).Assembly);
        string[] keys =
        [
            .. new[] { "database", "clock", "events", "jobs", "disk", "audit" }.SelectMany(
                c => new[] { $"platform.health.{c}", $"platform.health.{c}.fine" }),
            .. new[] { "clock.behind", "events.parked", "events.late", "jobs.failed", "disk.scarce", "disk.full",
                "audit.empty", "look-failed" }
                .SelectMany(c => new[] { $"platform.health.{c}", $"platform.health.{c}.mend" }),
        ];
        foreach (var key in keys)
        {
            var zh = words.GetString(key, System.Globalization.CultureInfo.GetCultureInfo("zh-CN"));
            var en = words.GetString(key, System.Globalization.CultureInfo.GetCultureInfo("en"));
            Assert.True(zh is not null && en is not null && zh != en, key);
        }
    }

    private static Task<TestDatabase> CreateAsync(Engine engine, DateTimeOffset now) =>
        TestDatabase.CreateAsync(engine, s => Configure(s, now));

    private static void Configure(IServiceCollection services, DateTimeOffset now)
    {
        var clock = new FakeTimeProvider(now);
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddEventHandler<Broken, BrokenHandler>();
    }

    private static async Task<HealthFinding> FindAsync(TestDatabase city, string check) =>
        (await city.Get<HealthReport>().LookAsync()).Single(f => f.Check == check);

    private sealed record Broken : IEvent
    {
        public static string Name => "test.broken";
    }

    private sealed class BrokenHandler : IEventHandler<Broken>
    {
        public string Name => "test.broken-handler";

        public Task HandleAsync(Broken happened, DbSession session, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("always");
    }

    private sealed class Failing : IHealthProbe
    {
        public string Check => "failing";

        public Task<HealthFinding> LookAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("no answer");
    }
}
