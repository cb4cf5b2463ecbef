using Lingnan.Platform.Events;

namespace Lingnan.Identity.Contracts;

/// <summary>A citizen made an account, linked to their person record.</summary>
/// <param name="AccountId">The account (<c>a_…</c>).</param>
/// <param name="PersonId">The person record (<c>p_…</c>).</param>
public sealed record CitizenSignedUp(string AccountId, string PersonId) : IEvent
{
    /// <inheritdoc />
    public static string Name => "identity.citizen-signed-up";
}
