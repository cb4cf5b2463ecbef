using System.Threading.Channels;
using Lingnan.Kernel;
using Microsoft.Extensions.Hosting;

namespace Lingnan.Identity.Passwords;

/// <summary>
/// Runs the work that hashes passwords on a few workers behind a bounded queue, so that a flood of sign-ins waits
/// here and every other page stays quick. Work includes the look at the lock and the count of a failure: at most as
/// many guesses run side by side as there are workers.
/// </summary>
internal sealed class PasswordQueue : BackgroundService
{
    private readonly Channel<Func<Task>> _waiting = Channel.CreateBounded<Func<Task>>(IdentityLimits.HashQueue);

    /// <summary>Runs the work in its turn; <c>identity.busy</c> when too many wait already.</summary>
    public async Task<Result<T>> RunAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var queued = _waiting.Writer.TryWrite(async () =>
        {
            if (cancellationToken.IsCancellationRequested) { done.TrySetCanceled(cancellationToken); return; }
            try { done.TrySetResult(await work()); }
            catch (OperationCanceledException) { done.TrySetCanceled(CancellationToken.None); }
            catch (Exception fault) { done.TrySetException(fault); }
        });
        if (!queued) return new Error(IdentityErrors.Busy);
        return Result<T>.Ok(await done.Task.WaitAsync(cancellationToken));
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, IdentityLimits.HashWorkers)
            .Select(_ => Task.Run(() => WorkAsync(stoppingToken), stoppingToken)));

    private async Task WorkAsync(CancellationToken stopping)
    {
        try
        {
            await foreach (var work in _waiting.Reader.ReadAllAsync(stopping)) await work();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The city stops; requests still waiting are cancelled by the server.
        }
    }
}
