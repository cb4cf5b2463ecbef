using Lingnan.Platform.Events;

namespace Lingnan.Identity.Contracts;

/// <summary>An account was removed for good; whoever keeps something by its id may let go of it.</summary>
/// <param name="AccountId">The account (<c>a_…</c>).</param>
/// <param name="PersonId">Its person record, or null.</param>
public sealed record AccountRemoved(string AccountId, string? PersonId) : IEvent
{
    /// <inheritdoc />
    public static string Name => "identity.account-removed";
}
