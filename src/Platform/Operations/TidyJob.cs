using System.Text.Json;
using Lingnan.Platform.Events;
using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Operations;

/// <summary>Removes each night what nobody needs any more: delivered events, old jobs,
/// half-arrived and forgotten files.</summary>
internal sealed class TidyJob(
    Outbox outbox, JobStore jobs, FileStore files, FileSweep sweep, IDatabase database, TimeProvider time) : IJobHandler
{
    public const string JobKind = "platform.tidy";

    /// <summary>Half past three at night, when hardly anyone is at work.</summary>
    public const string When = "30 3 * * *";

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        long events = 0, ended = 0;
        for (int removed; (removed = await outbox.PurgeAsync(cancellationToken)) > 0;) events += removed;
        for (int removed; (removed = await jobs.PurgeAsync(cancellationToken)) > 0;) ended += removed;
        var arrived = files.PurgeIncoming(time.GetUtcNow());
        var forgotten = await sweep.RunAsync(cancellationToken);
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("note of the nightly tidying");
        var note = JsonSerializer.Serialize(new { events, jobs = ended, files = arrived, forgotten });
        await run.CheckpointAsync(session, note, events + ended + arrived + forgotten, null, cancellationToken);
        await session.CommitAsync(cancellationToken);
    }
}
