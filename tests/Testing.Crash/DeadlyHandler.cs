using System.Diagnostics;
using Lingnan.Platform.Events;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Testing.Crash;

/// <summary>An event whose handler takes the process down each time.</summary>
internal sealed record Struck(string What) : IEvent
{
    public static string Name => "test.struck";
}

internal sealed class DeadlyHandler : IEventHandler<Struck>
{
    public string Name => "test.deadly";

    public static void Configure(IServiceCollection services) => services.AddEventHandler<Struck, DeadlyHandler>();

    public Task HandleAsync(Struck happened, DbSession session, CancellationToken cancellationToken)
    {
        Console.WriteLine("tried");
        Console.Out.Flush();
        Process.GetCurrentProcess().Kill();
        return Task.Delay(Timeout.Infinite, CancellationToken.None);
    }
}

/// <summary>A clock ahead of the machine's, so that no test waits for pauses.</summary>
internal sealed class LaterClock(TimeSpan ahead) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + ahead;
}
