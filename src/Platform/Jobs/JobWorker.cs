using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Jobs;

/// <summary>Does jobs in the background, a few at once. A stop hands running jobs back;
/// a start takes them up again.</summary>
internal sealed class JobWorker(
    JobStore store, JobLeases leases, IServiceScopeFactory scopes, TimeProvider time, ILogger<JobWorker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var kinds = Kinds();
        if (kinds.Count == 0) return;
        await TakeBackAsync(stoppingToken);
        await Task.WhenAll(Enumerable.Range(0, PlatformLimits.JobsAtOnce).Select(_ => WorkAsync(kinds, stoppingToken)));
    }

    private IReadOnlyCollection<string> Kinds()
    {
        using var scope = scopes.CreateScope();
        var kinds = scope.ServiceProvider.GetServices<IJobHandler>().Select(h => h.Kind).ToList();
        if (kinds.Distinct().Count() < kinds.Count)
            throw new InvalidOperationException($"Two job handlers have one kind: {string.Join(", ", kinds)}.");
        return kinds;
    }

    private async Task TakeBackAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await leases.TakeBackAsync(stoppingToken) is > 0 and var count)
                    logger.LogInformation("{Count} jobs of the run before go on from their checkpoints", count);
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Jobs cannot be read at the moment");
                await Pulse.WaitAsync(store.Asked.Next, PlatformLimits.PollPause, time, stoppingToken);
            }
        }
    }

    private async Task WorkAsync(IReadOnlyCollection<string> kinds, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var asked = store.Asked.Next;
            try
            {
                if (await leases.ClaimAsync(kinds, stoppingToken) is { } claimed)
                {
                    await RunAsync(claimed, stoppingToken);
                    continue;
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "Jobs cannot be done at the moment");
            }

            await Pulse.WaitAsync(asked, PlatformLimits.PollPause, time, stoppingToken);
        }
    }

    private async Task RunAsync(ClaimedJob claimed, CancellationToken stoppingToken)
    {
        var job = claimed.Job;
        if (claimed.CancelAsked)
        {
            await EndAsync(job, JobState.Cancelled, null);
            return;
        }

        if (claimed.Starts > PlatformLimits.JobStartsMax)
        {
            await EndAsync(job, JobState.Failed, PlatformErrors.JobCrashed.Code);
            return;
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var watch = WatchAsync(job.Id, stop);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var handler = scope.ServiceProvider.GetServices<IJobHandler>().Single(h => h.Kind == job.Kind);
            await handler.RunAsync(new JobRun(job, leases), stop.Token);
            await EndAsync(job, JobState.Done, null);
        }
        catch (Exception e)
        {
            await EndBrokenAsync(claimed, e, stop, stoppingToken);
        }
        finally
        {
            await stop.CancelAsync();
            await watch;
        }
    }

    private async Task EndBrokenAsync(
        ClaimedJob claimed, Exception failure, CancellationTokenSource stop, CancellationToken stoppingToken)
    {
        var job = claimed.Job;
        if (failure is JobLeaseLostException)
        {
            logger.LogWarning("Job {Job} was taken over by another process", job.Id);
        }
        else if (failure is JobFailedException known)
        {
            logger.LogWarning("Job {Job} ({Kind}) failed: {Error}", job.Id, job.Kind, known.Error);
            await EndAsync(job, JobState.Failed, known.Error.Code);
        }
        else if (stoppingToken.IsCancellationRequested)
        {
            await leases.HandBackAsync(job.Id, TimeSpan.Zero, countsAsStart: false, CancellationToken.None);
        }
        else if (stop.IsCancellationRequested)
        {
            await EndAsync(job, JobState.Cancelled, null);
        }
        else if (StorageFaults.Find(failure) is { } fault && fault != PlatformErrors.DiskFull)
        {
            logger.LogWarning(failure, "Job {Job} ({Kind}) will be tried again", job.Id, job.Kind);
            await leases.HandBackAsync(
                job.Id, PlatformLimits.JobRetryPause * claimed.Starts, countsAsStart: true, CancellationToken.None);
        }
        else
        {
            logger.LogError(failure, "Job {Job} ({Kind}) failed", job.Id, job.Kind);
            await EndAsync(job, JobState.Failed, (StorageFaults.Find(failure) ?? PlatformErrors.JobCrashed).Code);
        }
    }

    private async Task EndAsync(Job job, JobState state, string? errorCode)
    {
        await leases.EndAsync(job.Id, state, errorCode, CancellationToken.None);
        store.Ended.Beat();
    }

    /// <summary>Renews the lease while the job runs, and stops the job when it is asked to or the lease is
    /// lost.</summary>
    private async Task WatchAsync(string id, CancellationTokenSource stop)
    {
        var renewEvery = PlatformLimits.JobLease / 3;
        var renewed = time.GetTimestamp();
        while (!stop.IsCancellationRequested)
        {
            var asked = store.Asked.Next;
            try
            {
                var lapsed = time.GetElapsedTime(renewed) >= renewEvery;
                var (held, cancelAsked) = lapsed
                    ? await leases.RenewAsync(id, stop.Token)
                    : (true, await leases.IsCancelAskedAsync(id, stop.Token));
                if (lapsed) renewed = time.GetTimestamp();
                if (!held || cancelAsked) await stop.CancelAsync();
                else await Pulse.WaitAsync(asked, renewEvery, time, stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "The lease of job {Job} could not be renewed", id);
                await Pulse.WaitAsync(asked, PlatformLimits.PollPause, time, stop.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
