using Lingnan.Kernel;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Platform.Tests.Jobs;

public sealed class JobTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Theory, EachDatabase]
    public async Task Runs_after_commit_and_tells_how_far_it_is(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await city.StartWorkersAsync();
        var id = await EnqueueAsync(city, "\"well\"");
        var job = await city.Get<IJobs>().WaitAsync(id).WaitAsync(Soon);
        Assert.Equal(
            (JobState.Done, "{\"row\":2}", 2L, (long?)2L, "a_1"),
            (job.State, job.ProgressJson, job.Done, job.Total, job.OwnerId));
        Assert.NotNull(job.EndedAt);
        Assert.Equal([id], (await city.Get<IJobs>().ListAsync("test.job")).Select(j => j.Id));
    }

    [Theory, EachDatabase]
    public async Task A_job_whose_session_was_dropped_is_never_run(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        string id;
        await using (var session = await city.Database.WriteAsync())
            id = await city.Get<IJobs>().EnqueueAsync(session, "test.job", "{}", "a_1");
        Assert.Null(await city.Get<IJobs>().FindAsync(id));
    }

    [Theory]
    [EachDatabase("\"refuse\"", "test.refused")]
    [EachDatabase("\"break\"", "platform.job.crashed")]
    [EachDatabase("\"disk\"", "platform.disk-full")]
    public async Task A_failure_ends_the_job_with_a_code(Engine engine, string args, string code)
    {
        await using var city = await CreateAsync(engine);
        await city.StartWorkersAsync();
        var job = await city.Get<IJobs>().WaitAsync(await EnqueueAsync(city, args)).WaitAsync(Soon);
        Assert.Equal((JobState.Failed, code), (job.State, job.ErrorCode));
    }

    [Theory, EachDatabase]
    public async Task A_running_job_stops_when_asked(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await city.StartWorkersAsync();
        var jobs = city.Get<IJobs>();
        var id = await EnqueueAsync(city, "\"wait\"");
        await Eventually.TrueAsync(async () => (await jobs.FindAsync(id))!.Done == 1);
        Assert.True(await jobs.CancelAsync(id));
        Assert.Equal(JobState.Cancelled, (await jobs.WaitAsync(id).WaitAsync(Soon)).State);
        Assert.False(await jobs.CancelAsync(id));
    }

    [Theory, EachDatabase]
    public async Task A_queued_job_is_cancelled_at_once(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var id = await EnqueueAsync(city, "\"well\"");
        Assert.True(await city.Get<IJobs>().CancelAsync(id));
        Assert.Equal(JobState.Cancelled, (await city.Get<IJobs>().FindAsync(id))!.State);
    }

    [Theory, EachDatabase]
    public async Task A_stop_of_the_city_hands_the_job_back_and_a_start_goes_on(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await city.StartWorkersAsync();
        var jobs = city.Get<IJobs>();
        var id = await EnqueueAsync(city, "\"wait\"");
        await Eventually.TrueAsync(async () => (await jobs.FindAsync(id))!.Done == 1);
        await city.StopWorkersAsync();
        Assert.Equal(JobState.Queued, (await jobs.FindAsync(id))!.State);

        await using var next = city.OpenAnother(Configure);
        await next.StartWorkersAsync();
        await Eventually.TrueAsync(async () => (await jobs.FindAsync(id))!.Done == 2);
    }

    [Theory, EachDatabase]
    public async Task No_more_than_two_run_at_once(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        await city.StartWorkersAsync();
        var jobs = city.Get<IJobs>();
        for (var i = 0; i < 3; i++) await EnqueueAsync(city, "\"wait\"");
        await Eventually.TrueAsync(async () => (await jobs.ListAsync("test.job")).Count(j => j.Done == 1) == 2);
        var waiting = (await jobs.ListAsync("test.job")).Single(j => j.Done == 0);
        Assert.Equal(JobState.Queued, waiting.State);
        await jobs.CancelAsync((await jobs.ListAsync("test.job")).First(j => j.Done == 1).Id);
        await Eventually.TrueAsync(async () => (await jobs.FindAsync(waiting.Id))!.Done == 1);
    }

    [Theory, EachDatabase]
    public async Task A_run_that_lost_its_lease_can_keep_nothing_more(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var id = await EnqueueAsync(city, "\"well\"");
        var leases = city.Get<JobLeases>();
        var claimed = await leases.ClaimAsync(["test.job"], CancellationToken.None);
        Assert.Null(await leases.ClaimAsync(["test.job"], CancellationToken.None));

        city.Get<FakeTimeProvider>().Advance(PlatformLimits.JobLease + TimeSpan.FromSeconds(1));
        await using var other = city.OpenAnother(s => Configure(s, city.Get<FakeTimeProvider>()));
        Assert.Equal(id, (await other.Get<JobLeases>().ClaimAsync(["test.job"], CancellationToken.None))!.Job.Id);

        Assert.False((await leases.RenewAsync(id, CancellationToken.None)).Held);
        await using var session = await city.Database.WriteAsync();
        await Assert.ThrowsAsync<JobLeaseLostException>(
            () => new JobRun(claimed!.Job, leases).CheckpointAsync(session, "{}", 1, null));
    }

    [Theory, EachDatabase]
    public async Task A_job_that_kills_its_process_each_time_is_given_up(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var id = await EnqueueAsync(city, "\"well\"");
        for (var i = 0; i < PlatformLimits.JobStartsMax; i++)
        {
            await using var process = city.OpenAnother(s => Configure(s, city.Get<FakeTimeProvider>()));
            await process.Get<JobLeases>().TakeBackAsync(CancellationToken.None);
            Assert.NotNull(await process.Get<JobLeases>().ClaimAsync(["test.job"], CancellationToken.None));
        }

        await city.StartWorkersAsync();
        var job = await city.Get<IJobs>().WaitAsync(id).WaitAsync(Soon);
        Assert.Equal((JobState.Failed, "platform.job.crashed"), (job.State, job.ErrorCode));
    }

    [Theory, EachDatabase]
    public async Task The_calendar_queues_once_a_day_in_Beijing_time_and_makes_up_for_a_night_missed(Engine engine)
    {
        await using var city = await CreateAsync(engine);
        var clock = city.Get<FakeTimeProvider>();
        var calendar = city.Get<DailyJobs>();
        var job = new DailyJob("test.daily", Cronos.CronExpression.Parse("30 3 * * *"));
        async Task<int> QueuedAsync()
        {
            await calendar.QueueIfDueAsync(job, CancellationToken.None);
            return (await city.Get<IJobs>().ListAsync("test.daily")).Count;
        }

        // 00:00 UTC is 08:00 in Beijing, so the next half past three is 19:30 UTC.
        Assert.Equal(0, await QueuedAsync());
        clock.Advance(TimeSpan.FromHours(19.4));
        Assert.Equal(0, await QueuedAsync());
        clock.Advance(TimeSpan.FromHours(0.2));
        Assert.Equal(1, await QueuedAsync());
        Assert.Equal(1, await QueuedAsync());
        clock.Advance(TimeSpan.FromDays(3));
        Assert.Equal(2, await QueuedAsync());
        Assert.Equal(2, await QueuedAsync());
    }

    private static Task<TestDatabase> CreateAsync(Engine engine) => TestDatabase.CreateAsync(engine, Configure);

    private static void Configure(IServiceCollection services) =>
        Configure(services, new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)));

    private static void Configure(IServiceCollection services, FakeTimeProvider clock)
    {
        services.AddSingleton(clock);
        services.AddSingleton<TimeProvider>(clock);
        services.AddJobHandler<ObedientJob>();
        services.AddSingleton<DailyJobs>();
    }

    private static async Task<string> EnqueueAsync(TestDatabase city, string args)
    {
        await using var session = await city.Database.WriteAsync();
        var id = await city.Get<IJobs>().EnqueueAsync(session, "test.job", args, "a_1");
        session.Audit(TestDatabase.AnyEntry);
        await session.CommitAsync();
        return id;
    }

    /// <summary>Does as its arguments say.</summary>
    private sealed class ObedientJob(IDatabase database) : IJobHandler
    {
        public string Kind => "test.job";

        public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
        {
            await CheckpointAsync(run, run.Job.Done + 1, cancellationToken);
            switch (run.Job.ArgsJson)
            {
                case "\"refuse\"": throw new JobFailedException(new Error("test.refused"));
                case "\"break\"": throw new InvalidOperationException("a bug");
                case "\"disk\"": throw new IOException("No space left on device", 28);
                case "\"wait\"": await Task.Delay(Timeout.Infinite, cancellationToken); break;
                default: await CheckpointAsync(run, run.Job.Done + 2, cancellationToken); break;
            }
        }

        private async Task CheckpointAsync(IJobRun run, long done, CancellationToken cancellationToken)
        {
            await using var session = await database.WriteAsync(cancellationToken);
            session.Unaudited("test");
            await run.CheckpointAsync(session, $$"""{"row":{{done}}}""", done, 2, cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
    }
}
