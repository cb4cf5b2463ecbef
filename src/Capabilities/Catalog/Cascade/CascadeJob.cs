using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;

namespace Lingnan.Catalog.Cascade;

/// <summary>Each night asks every catalogue below that has an address; one that cannot be reached keeps no other
/// waiting.</summary>
internal sealed class CascadeJob(Reporters reporters) : IJobHandler
{
    public const string JobKind = "catalog.cascade";
    public const string When = "25 4 * * *";

    private static readonly Caller Night = Caller.System(JobKind);

    public string Kind => JobKind;

    public async Task RunAsync(IJobRun run, CancellationToken cancellationToken)
    {
        foreach (var reporter in await reporters.AllAsync(cancellationToken))
            if (reporter.Address is not null)
                await reporters.RunAsync(reporter.Region, Night, cancellationToken);
    }
}
