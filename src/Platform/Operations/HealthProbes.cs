using Dapper;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Platform.Operations;

/// <summary>Takes a real write to its commit.</summary>
internal sealed class DatabaseProbe(Heartbeat heartbeat) : IHealthProbe
{
    public string Check => "database";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        await heartbeat.BeatAsync(cancellationToken);
        return new HealthFinding(Check, HealthState.Fine, new Error("platform.health.database.fine"));
    }
}

/// <summary>Compares the machine's clock with the latest instant on record.</summary>
internal sealed class ClockProbe(Heartbeat heartbeat, TimeProvider time) : IHealthProbe
{
    /// <summary>What time synchronisation may set back without anyone noticing.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(5);

    public string Check => "clock";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        var behind = await heartbeat.LastAsync(cancellationToken) - time.GetUtcNow();
        return behind > Tolerance
            ? new HealthFinding(
                Check, HealthState.Trouble,
                Error.Of("platform.health.clock.behind", ("seconds", (long)behind.Value.TotalSeconds)))
            : new HealthFinding(Check, HealthState.Fine, new Error("platform.health.clock.fine"));
    }
}

/// <summary>Counts events that handlers gave up on, or that wait too long.</summary>
internal sealed class OutboxProbe(IDatabase database, TimeProvider time) : IHealthProbe
{
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(10);

    public string Check => "events";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var parked = await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM platform_outbox_deliveries WHERE state = 2", transaction: session.Transaction);
        if (parked > 0)
            return new HealthFinding(
                Check, HealthState.Trouble, Error.Of("platform.health.events.parked", ("count", parked)));
        var late = await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM platform_outbox_deliveries WHERE state = 0 AND due_at < @before",
            new { before = time.GetUtcNow() - Late }, session.Transaction);
        return late > 0
            ? new HealthFinding(Check, HealthState.Warning, Error.Of("platform.health.events.late", ("count", late)))
            : new HealthFinding(Check, HealthState.Fine, new Error("platform.health.events.fine"));
    }
}

/// <summary>Counts jobs that failed within a day.</summary>
internal sealed class JobsProbe(IDatabase database, TimeProvider time) : IHealthProbe
{
    public string Check => "jobs";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var failed = await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM platform_jobs WHERE state = 3 AND created_at > @since AND ended_at > @since",
            new { since = time.GetUtcNow().AddDays(-1) }, session.Transaction);
        return failed > 0
            ? new HealthFinding(Check, HealthState.Warning, Error.Of("platform.health.jobs.failed", ("count", failed)))
            : new HealthFinding(Check, HealthState.Fine, new Error("platform.health.jobs.fine"));
    }
}

/// <summary>Looks at the room left where the city's data lies.</summary>
internal sealed class DiskProbe(CityOptions options) : IHealthProbe
{
    private const long Megabyte = 1024 * 1024;
    private const long ScarceMegabytes = 2048, TooLittleMegabytes = 256;

    public string Check => "disk";

    public Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        var free = new DriveInfo(Path.GetFullPath(options.DataFolder)).AvailableFreeSpace / Megabyte;
        var (state, key) = free switch
        {
            < TooLittleMegabytes => (HealthState.Trouble, "platform.health.disk.full"),
            < ScarceMegabytes => (HealthState.Warning, "platform.health.disk.scarce"),
            _ => (HealthState.Fine, "platform.health.disk.fine"),
        };
        return Task.FromResult(new HealthFinding(Check, state, Error.Of(key, ("megabytes", free))));
    }
}

/// <summary>Reads the newest entry of the audit log; walking the whole log is the verifier's work.</summary>
internal sealed class AuditProbe(IServiceProvider services) : IHealthProbe
{
    public string Check => "audit";

    public async Task<HealthFinding> LookAsync(CancellationToken cancellationToken)
    {
        var log = services.GetRequiredService<IAuditLog>();
        var page = await log.ReadAsync(new AuditQuery { Limit = 1 }, cancellationToken);
        return page.Items.Count == 0
            ? new HealthFinding(Check, HealthState.Warning, new Error("platform.health.audit.empty"))
            : new HealthFinding(Check, HealthState.Fine, new Error("platform.health.audit.fine"));
    }
}
