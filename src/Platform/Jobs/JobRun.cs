using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Jobs;

/// <summary>A running job, from inside.</summary>
internal sealed class JobRun(Job job, JobLeases leases) : IJobRun
{
    public Job Job => job;

    public async Task CheckpointAsync(
        DbSession session, string progressJson, long done, long? total, CancellationToken cancellationToken = default)
    {
        // Throwing here rolls the handler's session back, so work of a lost lease is never kept twice.
        if (!await leases.CheckpointAsync(session, job.Id, new JobCheckpoint(progressJson, done, total)))
            throw new JobLeaseLostException(job.Id);
    }
}

/// <summary>Another process has taken the job over, or it has ended; this run must keep nothing more.</summary>
internal sealed class JobLeaseLostException(string id) : Exception($"The lease of job {id} was lost.");
