namespace Lingnan.Platform.Storage;

/// <summary>
/// Wakes all who wait, without losing a beat: take <see cref="Next"/> first, look at the database, then await it.
/// Thread-safe.
/// </summary>
internal sealed class Pulse
{
    private volatile TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next beat after it was taken.</summary>
    public Task Next => _next.Task;

    public void Beat() =>
        Interlocked.Exchange(ref _next, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
        .SetResult();

    /// <summary>Waits for a beat taken earlier, at most as long as the pause.</summary>
    public static async Task WaitAsync(
        Task beat, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await beat.WaitAsync(atMost, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nobody beat: look again, another process may have written.
        }
    }
}
