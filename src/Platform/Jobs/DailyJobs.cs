using Cronos;
using Dapper;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Jobs;

/// <summary>A job queued by the calendar.</summary>
internal sealed record DailyJob(string Kind, CronExpression When);

/// <summary>
/// Queues jobs by the calendar, in Beijing time. The next time is kept in the database, so that several processes
/// queue each once, and what was missed while the city was down is made up for once.
/// </summary>
internal sealed class DailyJobs(
    IDatabase database, JobStore jobs, IEnumerable<DailyJob> daily, TimeProvider time, ILogger<DailyJobs> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    // China keeps one zone without summer time; the offset needs no time zone files on the machine.
    private static readonly TimeZoneInfo Beijing =
        TimeZoneInfo.CreateCustomTimeZone("Asia/Shanghai", TimeSpan.FromHours(8), "Beijing", "Beijing");

    private readonly DailyJob[] _daily = [.. daily];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (_daily.Length > 0 && !stoppingToken.IsCancellationRequested)
        {
            try
            {
                foreach (var job in _daily) await QueueIfDueAsync(job, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Daily jobs cannot be queued at the moment");
            }

            await Task.Delay(LookEvery, time, stoppingToken);
        }
    }

    internal async Task QueueIfDueAsync(DailyJob job, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using (var read = await database.ReadAsync(cancellationToken))
            if (await NextAsync(read, job.Kind, "") > now.ToMicros()) return;

        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("queued by the calendar");
        var following = job.When.GetNextOccurrence(now, Beijing) ?? now.AddYears(100);
        // Nothing is queued on the very first sight: a fresh city has nothing to tidy.
        var known = await NextAsync(session, job.Kind, session.Dialect.ForUpdate);
        if (known > now.ToMicros()) return;
        if (known is not null) await jobs.EnqueueAsync(session, job.Kind, "{}", "system", cancellationToken);
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO platform_job_schedule (kind, next_at) VALUES (@Kind, @following)
            ON CONFLICT (kind) DO UPDATE SET next_at = excluded.next_at
            """,
            new { job.Kind, following }, session.Transaction);
        await session.CommitAsync(cancellationToken);
    }

    private static Task<long?> NextAsync(DbSession session, string kind, string lockSuffix) =>
        session.Connection.QuerySingleOrDefaultAsync<long?>(
            $"SELECT next_at FROM platform_job_schedule WHERE kind = @kind{lockSuffix}", new { kind },
            session.Transaction);
}
