using Lingnan.Platform.Operations;

namespace Lingnan.Web.Portal.Features;

/// <summary>One look at the city's health, shared by all who ask within some seconds. Thread-safe.</summary>
internal sealed class HealthGlance(HealthReport report, TimeProvider time) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private (DateTimeOffset At, IReadOnlyList<HealthFinding> Findings)? _last;

    /// <summary>When it was looked, and what was found, the worst first.</summary>
    public async Task<(DateTimeOffset At, IReadOnlyList<HealthFinding> Findings)> LookAsync(
        CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            var now = time.GetUtcNow();
            if (_last is { } last && now >= last.At && now - last.At < PortalLimits.HealthKept) return last;
            var looked = (now, await report.LookAsync(cancellationToken));
            _last = looked;
            return looked;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();
}
