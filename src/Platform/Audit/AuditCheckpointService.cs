using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Audit;

/// <summary>Makes checkpoints while there are new entries, and one at start and at the end.</summary>
internal sealed class AuditCheckpointService(
    AuditCheckpoints checkpoints, AuditSignal signal, TimeProvider time,
    ILogger<AuditCheckpointService> logger) : BackgroundService
{
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryMakeAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signal.Raise();
        try
        {
            while (true)
            {
                await signal.WaitAsync(stoppingToken);
                await TryMakeAsync(stoppingToken);
                await Task.Delay(AuditLimits.CheckpointPause, time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end of the process; StopAsync makes the last one.
        }
    }

    private async Task TryMakeAsync(CancellationToken cancellationToken)
    {
        try
        {
            await checkpoints.MakeAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The entries themselves are safe; the next entry brings the next attempt.
            logger.LogError(e, "The audit checkpoint could not be made");
        }
    }
}
