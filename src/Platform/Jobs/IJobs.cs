using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Jobs;

/// <summary>State of a job.</summary>
public enum JobState
{
    /// <summary>Waits for a worker.</summary>
    Queued,
    /// <summary>A worker holds its lease.</summary>
    Running,
    /// <summary>Ended well.</summary>
    Done,
    /// <summary>Ended by an error that trying again will not mend.</summary>
    Failed,
    /// <summary>Stopped on request; what it committed stays.</summary>
    Cancelled,
}

/// <summary>A job as seen from outside.</summary>
/// <param name="Id">Id (<c>j_…</c>).</param>
/// <param name="Kind">Handler kind, e.g. <c>registries.import</c>.</param>
/// <param name="State">State.</param>
/// <param name="ArgsJson">What it was asked to do.</param>
/// <param name="ProgressJson">The handler's own checkpoint, or null before the first.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all, or null while unknown.</param>
/// <param name="OwnerId">Account that asked.</param>
/// <param name="ErrorCode">Error code when failed.</param>
/// <param name="CreatedAt">Asked at.</param>
/// <param name="EndedAt">Ended at, or null.</param>
public sealed record Job(
    string Id, string Kind, JobState State, string ArgsJson, string? ProgressJson, long Done, long? Total,
    string OwnerId, string? ErrorCode, DateTimeOffset CreatedAt, DateTimeOffset? EndedAt);

/// <summary>Work that outlives a request and a restart. Thread-safe.</summary>
public interface IJobs
{
    /// <summary>Queues a job inside the caller's write session; it starts after commit. Returns its id.</summary>
    Task<string> EnqueueAsync(
        DbSession session, string kind, string argsJson, string ownerId, CancellationToken cancellationToken = default);
    /// <summary>The job, or null.</summary>
    Task<Job?> FindAsync(string id, CancellationToken cancellationToken = default);
    /// <summary>Jobs, newest first.</summary>
    Task<IReadOnlyList<Job>> ListAsync(
        string? kind = null, int limit = 50, CancellationToken cancellationToken = default);
    /// <summary>Asks a job to stop; false when it has ended.</summary>
    Task<bool> CancelAsync(string id, CancellationToken cancellationToken = default);
    /// <summary>Completes when the job has ended.</summary>
    Task<Job> WaitAsync(string id, CancellationToken cancellationToken = default);
}

/// <summary>Does the jobs of one kind. Must be able to go on from its last checkpoint after a kill -9.</summary>
public interface IJobHandler
{
    /// <summary>The kind it handles.</summary>
    string Kind { get; }

    /// <summary>Runs or resumes the job. Save each checkpoint in the session that keeps the work it stands
    /// for.</summary>
    Task RunAsync(IJobRun run, CancellationToken cancellationToken);
}

/// <summary>A running job, from inside.</summary>
public interface IJobRun
{
    /// <summary>The job as it was when the run began; its ProgressJson is where to go on.</summary>
    Job Job { get; }
    /// <summary>Writes the checkpoint inside the handler's session. Throws when the lease was lost.</summary>
    Task CheckpointAsync(
        DbSession session, string progressJson, long done, long? total, CancellationToken cancellationToken = default);
}

/// <summary>Thrown by a handler to end the job as failed, with a code for the user.</summary>
public sealed class JobFailedException(Lingnan.Kernel.Error error) : Exception(error.ToString())
{
    /// <summary>What the user is told.</summary>
    public Lingnan.Kernel.Error Error { get; } = error;
}
