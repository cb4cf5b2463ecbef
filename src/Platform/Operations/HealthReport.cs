using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Operations;

/// <summary>How a part of the city does.</summary>
public enum HealthState
{
    /// <summary>As it should be.</summary>
    Fine,
    /// <summary>Works, but someone should look.</summary>
    Warning,
    /// <summary>Does not work.</summary>
    Trouble,
}

/// <summary>What one look found.</summary>
/// <param name="Check">Part of the city, e.g. <c>database</c>; its title is under
/// <c>platform.health.{check}</c>.</param>
/// <param name="State">How it does.</param>
/// <param name="Says">Words to tell, with facts; they have a <c>.mend</c> unless all is fine.</param>
public sealed record HealthFinding(string Check, HealthState State, Error Says);

/// <summary>Looks at one part of the city. Register more with <c>AddSingleton&lt;IHealthProbe, …&gt;</c>.</summary>
public interface IHealthProbe
{
    /// <summary>Part of the city.</summary>
    string Check { get; }

    /// <summary>Looks; may throw, which counts as trouble.</summary>
    Task<HealthFinding> LookAsync(CancellationToken cancellationToken);
}

/// <summary>Answers "is anything wrong?" in plain words.</summary>
public sealed class HealthReport(IEnumerable<IHealthProbe> probes)
{
    /// <summary>Longest that one look may take, so that the answer comes even when a part hangs.</summary>
    private static readonly TimeSpan LookMax = TimeSpan.FromSeconds(10);

    /// <summary>Looks at every part; the worst come first.</summary>
    public async Task<IReadOnlyList<HealthFinding>> LookAsync(CancellationToken cancellationToken = default)
    {
        var findings = await Task.WhenAll(probes.Select(p => LookAsync(p, cancellationToken)));
        return [.. findings.OrderByDescending(f => f.State)];
    }

    private static async Task<HealthFinding> LookAsync(IHealthProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => probe.LookAsync(cancellationToken), cancellationToken)
                .WaitAsync(LookMax, TimeProvider.System, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            var error = StorageFaults.Find(e) ?? Error.Of("platform.health.look-failed", ("reason", e.GetType().Name));
            return new HealthFinding(probe.Check, HealthState.Trouble, error);
        }
    }
}
