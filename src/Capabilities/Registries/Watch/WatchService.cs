using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Registries.Watch;

/// <summary>Looks at the log every few minutes. Several processes may: each look holds the position.</summary>
internal sealed class WatchService(FollowReads follow, TimeProvider time, ILogger<WatchService> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(WatchLimits.LookEvery, time, stoppingToken);
            try
            {
                await follow.RunAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(e, "The log of reads cannot be looked at at the moment");
            }
        }
    }
}
