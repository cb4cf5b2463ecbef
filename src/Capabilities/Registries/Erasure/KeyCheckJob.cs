using Lingnan.Platform.Jobs;

namespace Lingnan.Registries.Erasure;

/// <summary>Each night tries every key.</summary>
internal sealed class KeyCheckJob(LostKeys keys) : IJobHandler
{
    public const string JobKind = "registries.key-check";
    public const string When = "40 2 * * *";

    public string Kind => JobKind;

    public Task RunAsync(IJobRun run, CancellationToken cancellationToken) => keys.RunAsync(cancellationToken);
}
