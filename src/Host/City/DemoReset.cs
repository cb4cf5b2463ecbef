using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Operations;

namespace Lingnan.Host.City;

/// <summary>
/// Begins the demonstration anew: asks <c>up</c> to end this city and to start over on an empty folder at the same
/// address. A city of real people has no such thing.
/// </summary>
internal sealed class DemoReset(CityOptions options, IHostApplicationLifetime lifetime) : IDemoReset
{
    /// <summary>True when <c>up</c> is to start over.</summary>
    public bool IsAsked { get; private set; }

    public Task ResetAsync(CancellationToken cancellationToken = default)
    {
        if (!options.IsDemo) throw new FaultException(new Error("identity.demo-refused"));
        if (options.DatabaseUrl is not null) throw new FaultException(new Error("host.reset-only-embedded"));
        IsAsked = true;
        lifetime.StopApplication();
        return Task.CompletedTask;
    }
}
