using Lingnan.Platform.Permissions;

namespace Lingnan.Identity.Model;

/// <summary>When a session is over.</summary>
internal static class SessionLife
{
    public static TimeSpan Idle(CallerKind kind) =>
        kind == CallerKind.Officer ? IdentityLimits.OfficerIdle : IdentityLimits.CitizenIdle;

    /// <summary>Instants in microseconds, as stored. A clock that jumped back makes a session younger, never
    /// dead.</summary>
    public static bool IsOver(long nowAt, long lastUsedAt, long expiresAt, CallerKind kind) =>
        nowAt >= expiresAt || nowAt - lastUsedAt >= (long)Idle(kind).TotalMicroseconds;
}
