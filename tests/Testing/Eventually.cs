using System.Diagnostics;

namespace Lingnan.Testing;

/// <summary>Waits for something that other threads or processes bring about; fails after a limit.</summary>
public static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>Asks again and again until the answer is yes.</summary>
    public static Task TrueAsync(Func<Task<bool>> isTrue) => ValueAsync(isTrue, yes => yes);

    /// <summary>Asks again and again until what it gets is what is waited for, and gives that.</summary>
    public static async Task<T> ValueAsync<T>(Func<Task<T>> ask, Func<T, bool> isIt)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var value = await ask();
            if (isIt(value)) return value;
            if (watch.Elapsed > Limit) throw new TimeoutException($"It did not come about within a minute: {value}");
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }
}
