namespace Lingnan.Identity.Contracts;

/// <summary>An officer, as other capabilities may know one.</summary>
/// <param name="AccountId">Account (<c>a_…</c>).</param>
/// <param name="Name">Name of the person.</param>
/// <param name="PersonId">Person record (<c>p_…</c>), or null where it is not linked.</param>
public sealed record Officer(string AccountId, string Name, string? PersonId);

/// <summary>Who works with whom.</summary>
public interface IOfficers
{
    /// <summary>The officer and those who hold a post in one of the same units, the officer first; empty when the
    /// account is no officer's. At most 1,000.</summary>
    Task<IReadOnlyList<Officer>> WithColleaguesAsync(string accountId, CancellationToken cancellationToken = default);
}
