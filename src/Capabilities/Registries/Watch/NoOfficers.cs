using Lingnan.Identity.Contracts;

namespace Lingnan.Registries.Watch;

/// <summary>Stands in where registers run without accounts.</summary>
internal sealed class NoOfficers : IOfficers
{
    public Task<IReadOnlyList<Officer>> WithColleaguesAsync(
        string accountId, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<Officer>>([]);
}
