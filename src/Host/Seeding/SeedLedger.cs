using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Host.Seeding;

/// <summary>Which steps of seeding are done, and which import stands for a step that has begun.</summary>
internal sealed class SeedLedger(IDatabase database, TimeProvider time)
{
    public async Task<SeedStep?> FindAsync(string step, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        return await session.Connection.QuerySingleOrDefaultAsync<SeedStep>(
            "SELECT step AS Step, job_id AS JobId, finished_at AS FinishedAt FROM host_seed_steps WHERE step = @step",
            new { step }, session.Transaction);
    }

    public Task BeginAsync(string step, string jobId, CancellationToken cancellationToken) => WriteAsync(
        """
        INSERT INTO host_seed_steps (step, job_id) VALUES (@step, @jobId)
        ON CONFLICT (step) DO UPDATE SET job_id = excluded.job_id
        """,
        new { step, jobId }, cancellationToken);

    public Task FinishAsync(string step, CancellationToken cancellationToken) => WriteAsync(
        """
        INSERT INTO host_seed_steps (step, finished_at) VALUES (@step, @at)
        ON CONFLICT (step) DO UPDATE SET finished_at = excluded.finished_at
        """,
        new { step, at = time.GetUtcNow().ToMicros() }, cancellationToken);

    private async Task WriteAsync(string sql, object parameters, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("progress of seeding; the imports themselves are audited");
        await session.Connection.ExecuteAsync(sql, parameters, session.Transaction);
        await session.CommitAsync(cancellationToken);
    }
}

/// <summary>A step as kept.</summary>
internal sealed record SeedStep(string Step, string? JobId, long? FinishedAt)
{
    /// <summary>For the mapper.</summary>
    private SeedStep() : this("", null, null) { }
}
