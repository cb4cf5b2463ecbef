using Lingnan.Kernel;

namespace Lingnan.Identity.Contracts;

/// <summary>What a production start asks of Identity before it serves.</summary>
public interface IFirstStart
{
    /// <summary>
    /// A one-time path (<c>/set-password?token=…</c>, valid 24 hours) while no administrator has a password yet, else
    /// null. A path given earlier stops working. Marks the city as one of production; refused with
    /// <c>identity.demo-data-in-production</c> when it was seeded as a demonstration. Null in a demonstration.
    /// </summary>
    Task<Result<string?>> EnsureAdministratorLinkAsync(CancellationToken cancellationToken = default);
}
