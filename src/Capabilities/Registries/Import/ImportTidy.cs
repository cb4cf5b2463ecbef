using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Import;

/// <summary>Each night removes refused rows past their keeping; they hold what people sent in.</summary>
internal sealed class ImportTidy(IDatabase database, TimeProvider time) : IJobHandler
{
    public const string JobKind = "registries.import-tidy";
    public const string When = "10 3 * * *";

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("reports past their keeping; the imports' own entries stay in the log");
        var before = (time.GetUtcNow() - ImportLimits.ReportKept).ToMicros();
        var removed = await ImportStore.PurgeAsync(session, before) + await SeenRows.PurgeAsync(session, before);
        await run.CheckpointAsync(session, "{}", removed, removed, cancellationToken);
        await session.CommitAsync(cancellationToken);
    }
}
