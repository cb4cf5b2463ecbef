using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Events;

/// <summary>Delivers events in the background: woken by each commit of this process,
/// else looking for others' work.</summary>
internal sealed class OutboxDispatcher(Outbox outbox, TimeProvider time, ILogger<OutboxDispatcher> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var written = outbox.NextWrite;
            try
            {
                if (await outbox.DeliverNextAsync(long.MaxValue, ignorePauses: false, stoppingToken)) continue;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                // The database itself is away; the events are safe where they are.
                logger.LogError(e, "Events cannot be delivered at the moment");
            }

            await Storage.Pulse.WaitAsync(written, PlatformLimits.PollPause, time, stoppingToken);
        }
    }
}
