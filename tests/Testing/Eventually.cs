using System.Diagnostics;

namespace Lingnan.Testing;

/// <summary>Waits for something that other threads or processes bring about; fails after a limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static async Task TrueAsync(Func<Task<bool>> isTrue)
    {
        var watch = Stopwatch.StartNew();
        while (!await isTrue())
        {
            if (watch.Elapsed > Limit) throw new TimeoutException("It did not come about within a minute.");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
