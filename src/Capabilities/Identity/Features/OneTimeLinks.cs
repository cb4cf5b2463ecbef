using Lingnan.Identity.Model;
using Lingnan.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>One-time links to set a password.</summary>
internal static class OneTimeLinks
{
    /// <summary>Makes a link inside the session that changes the account; links given before stop working.</summary>
    public static async Task<string> MakeAsync(
        IdentityContext map, string accountId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        map.Links.RemoveRange(await map.Links.Where(l => l.AccountId == accountId).ToListAsync(cancellationToken));
        var token = Secrets.NewToken();
        map.Links.Add(new OneTimeLinkRow
        {
            TokenHash = Secrets.Hash(token),
            AccountId = accountId,
            CreatedAt = Platform.Storage.Instant.ToMicros(now),
            ExpiresAt = Platform.Storage.Instant.ToMicros(now + IdentityLimits.LinkLife),
        });
        return $"/set-password?token={token}";
    }
}
