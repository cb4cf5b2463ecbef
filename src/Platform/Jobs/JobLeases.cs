using System.Security.Cryptography;
using System.Text;
using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Jobs;

/// <summary>Who works on which job: claims, renews, ends and hands back under a lease.</summary>
internal sealed class JobLeases(IDatabase database, CityOptions options, IdSource ids, TimeProvider time)
{
    /// <summary>One process at a time holds a data folder, so leases of this node by another run are a dead
    /// process's.</summary>
    private readonly string _node = Convert.ToHexStringLower(
        SHA256.HashData(
            Encoding.UTF8.GetBytes($"{Environment.MachineName}\n{Path.GetFullPath(options.DataFolder)}")))[..16];

    private string? _owner;

    /// <summary>This run of this node.</summary>
    private string Owner => _owner ??= $"{_node}/{ids.Next("w")}";

    /// <summary>Puts back what the run before on this data folder was working on,
    /// without waiting for its leases.</summary>
    public Task<int> TakeBackAsync(CancellationToken cancellationToken) => UpdateAsync(
        """
        UPDATE platform_jobs SET state = 0, lease_owner = NULL, lease_until = NULL, due_at = @now
        WHERE state = 1 AND lease_owner LIKE @mine AND lease_owner <> @Owner
        """,
        new { mine = _node + "/%", Owner, now = time.GetUtcNow() }, "job lease", cancellationToken);

    /// <summary>Claims the job that waits longest among the kinds; null when none is due.</summary>
    public async Task<ClaimedJob?> ClaimAsync(IReadOnlyCollection<string> kinds, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using (var read = await database.ReadAsync(cancellationToken))
            if (await FindDueAsync(read, kinds, now, "") is null) return null;
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("job lease");
        if (await FindDueAsync(session, kinds, now, session.Dialect.ForUpdateSkipLocked) is not { } id) return null;
        await session.Connection.ExecuteAsync(
            """
            UPDATE platform_jobs SET state = 1, lease_owner = @Owner, lease_until = @until, starts = starts + 1
            WHERE id = @id
            """,
            new { id, Owner, until = now + PlatformLimits.JobLease }, session.Transaction);
        var job = await session.Connection.QuerySingleAsync<Job>(
            $"SELECT {JobStore.Columns} FROM platform_jobs WHERE id = @id", new { id }, session.Transaction);
        var facts = await session.Connection.QuerySingleAsync<Facts>(
            "SELECT starts AS Starts, cancel_asked AS CancelAsked FROM platform_jobs WHERE id = @id", new { id },
            session.Transaction);
        await session.CommitAsync(cancellationToken);
        return new ClaimedJob(job, facts.Starts, facts.CancelAsked);
    }

    /// <summary>Renews the lease; tells whether it is still held and whether the job was asked to stop.</summary>
    public async Task<(bool Held, bool CancelAsked)> RenewAsync(string id, CancellationToken cancellationToken)
    {
        var until = time.GetUtcNow() + PlatformLimits.JobLease;
        var held = await UpdateAsync(
            "UPDATE platform_jobs SET lease_until = @until WHERE id = @id AND state = 1 AND lease_owner = @Owner",
            new { id, Owner, until }, "job lease", cancellationToken) > 0;
        return (held, held && await IsCancelAskedAsync(id, cancellationToken));
    }

    public async Task<bool> IsCancelAskedAsync(string id, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM platform_jobs WHERE id = @id AND cancel_asked = 1", new { id },
            session.Transaction) > 0;
    }

    /// <summary>Writes a checkpoint within the handler's own session; false when the lease was lost.</summary>
    public async Task<bool> CheckpointAsync(DbSession session, string id, JobCheckpoint checkpoint)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(checkpoint.Json.Length, PlatformLimits.JobJsonMax);
        return await session.Connection.ExecuteAsync(
            """
            UPDATE platform_jobs SET progress = @Json, done = @Done, total = @Total, starts = 0
            WHERE id = @id AND state = 1 AND lease_owner = @Owner
            """,
            new { id, Owner, checkpoint.Json, checkpoint.Done, checkpoint.Total }, session.Transaction) > 0;
    }

    public Task EndAsync(string id, JobState state, string? errorCode, CancellationToken cancellationToken) =>
        UpdateAsync(
        """
        UPDATE platform_jobs SET state = @state, error_code = @errorCode, ended_at = @now, lease_owner = NULL, lease_until = NULL
        WHERE id = @id AND state = 1 AND lease_owner = @Owner
        """,
        new { id, Owner, state = (int)state, errorCode, now = time.GetUtcNow() },
        "job state; its work is audited by its handler",
        cancellationToken);

    /// <summary>Hands the job back to the queue, to be begun again from its checkpoint after a pause. An orderly
    /// stop does not count as a start.</summary>
    public Task HandBackAsync(string id, TimeSpan pause, bool countsAsStart, CancellationToken cancellationToken) =>
        UpdateAsync(
        """
        UPDATE platform_jobs SET state = 0, lease_owner = NULL, lease_until = NULL, due_at = @due,
          starts = CASE WHEN starts > 0 THEN starts - @less ELSE 0 END
        WHERE id = @id AND state = 1 AND lease_owner = @Owner
        """,
        new { id, Owner, due = time.GetUtcNow() + pause, less = countsAsStart ? 0 : 1 }, "job lease",
        cancellationToken);

    private static async Task<string?> FindDueAsync(
        DbSession session, IReadOnlyCollection<string> kinds, DateTimeOffset now, string lockSuffix) =>
        await session.Connection.QueryFirstOrDefaultAsync<string>(
            $"""
            SELECT id FROM platform_jobs
            WHERE (state = 0 AND due_at <= @now OR state = 1 AND lease_until < @now) AND {session.Dialect.IsOneOf("kind", "kinds")}
            ORDER BY due_at, id LIMIT 1{lockSuffix}
            """,
            new { now, kinds = kinds.ToArray() }, session.Transaction);

    private async Task<int> UpdateAsync(string sql, object values, string reason, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited(reason);
        var changed = await session.Connection.ExecuteAsync(sql, values, session.Transaction);
        await session.CommitAsync(cancellationToken);
        return changed;
    }

    private sealed record Facts(int Starts, bool CancelAsked);
}

/// <summary>A job under this process's lease.</summary>
internal sealed record ClaimedJob(Job Job, int Starts, bool CancelAsked);

/// <summary>How far a job is.</summary>
internal sealed record JobCheckpoint(string Json, long Done, long? Total);
