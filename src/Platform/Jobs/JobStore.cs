using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Jobs;

/// <summary>The queue as its users see it.</summary>
internal sealed class JobStore(IDatabase database, IdSource ids, TimeProvider time) : IJobs
{
    internal const string Columns =
        """
        id AS Id, kind AS Kind, state AS State, args AS ArgsJson, progress AS ProgressJson, done AS Done, total AS Total,
        owner_id AS OwnerId, error_code AS ErrorCode, created_at AS CreatedAt, ended_at AS EndedAt
        """;

    private static readonly TimeSpan WaitPoll = TimeSpan.FromMilliseconds(500);

    /// <summary>Beats when a job was queued or asked to stop by this process.</summary>
    public Pulse Asked { get; } = new();

    /// <summary>Beats when a job of this process ended.</summary>
    public Pulse Ended { get; } = new();

    public async Task<string> EnqueueAsync(
        DbSession session, string kind, string argsJson, string ownerId, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(argsJson.Length, PlatformLimits.JobJsonMax);
        var id = ids.Next("j");
        await session.Connection.ExecuteAsync(
            """
            INSERT INTO platform_jobs (id, kind, state, args, done, owner_id, cancel_asked, starts, due_at, created_at)
            VALUES (@id, @kind, 0, @argsJson, 0, @ownerId, 0, 0, @now, @now)
            """,
            new { id, kind, argsJson, ownerId, now = time.GetUtcNow() }, session.Transaction);
        session.AfterCommit(Asked.Beat);
        return id;
    }

    public async Task<Job?> FindAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.QuerySingleOrDefaultAsync<Job>(
            $"SELECT {Columns} FROM platform_jobs WHERE id = @id", new { id }, session.Transaction);
    }

    public async Task<IReadOnlyList<Job>> ListAsync(
        string? kind = null, int limit = 50, CancellationToken cancellationToken = default)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var where = kind is null ? "" : "WHERE kind = @kind";
        var jobs = await session.Connection.QueryAsync<Job>(
            $"SELECT {Columns} FROM platform_jobs {where} ORDER BY created_at DESC, id DESC LIMIT @limit",
            new { kind, limit = Math.Clamp(limit, 1, PlatformLimits.JobsShown) }, session.Transaction);
        return jobs.AsList();
    }

    public async Task<bool> CancelAsync(string id, CancellationToken cancellationToken = default)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        // A queued job ends here and now; a running one is told and stops at its next breath.
        var changed = await session.Connection.ExecuteAsync(
            """
            UPDATE platform_jobs SET cancel_asked = 1,
              ended_at = CASE WHEN state = 0 THEN @now ELSE NULL END,
              state = CASE WHEN state = 0 THEN 4 ELSE state END
            WHERE id = @id AND state < 2
            """,
            new { id, now = time.GetUtcNow().ToMicros() }, session.Transaction);
        if (changed == 0) return false;
        session.Audit(
            new AuditEntry { Caller = Caller.System("jobs"), Action = "platform.job-cancelled", Object = id });
        session.AfterCommit(() =>
        {
            Asked.Beat();
            Ended.Beat();
        });
        await session.CommitAsync(cancellationToken);
        return true;
    }

    public async Task<Job> WaitAsync(string id, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var ended = Ended.Next;
            var job = await FindAsync(id, cancellationToken)
                ?? throw new ArgumentException($"There is no job {id}.", nameof(id));
            if (job.State > JobState.Running) return job;
            // Real time on purpose: whoever waits does so in the world, also when the city's clock is a test's.
            await Pulse.WaitAsync(ended, WaitPoll, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Removes jobs that ended long ago; returns how many.</summary>
    internal async Task<int> PurgeAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("ended jobs past their keeping; what they did is in the audit log");
        var removed = await session.Connection.ExecuteAsync(
            """
            DELETE FROM platform_jobs WHERE id IN (
              SELECT id FROM platform_jobs WHERE state > 1 AND created_at < @before ORDER BY created_at LIMIT @Limit)
            """,
            new { before = time.GetUtcNow() - PlatformLimits.EndedJobsKept, Limit = PlatformLimits.PurgeBatch },
            session.Transaction);
        await session.CommitAsync(cancellationToken);
        return removed;
    }
}
