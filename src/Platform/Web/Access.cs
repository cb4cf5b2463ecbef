using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Builder;

namespace Lingnan.Platform.Web;

/// <summary>Who may call an endpoint. Every endpoint carries exactly one of these;
/// one without is refused at start.</summary>
/// <param name="Permission">Permission that must be held somewhere, or null.</param>
/// <param name="Anonymous">True when nobody need be signed in.</param>
/// <param name="Reason">Why an endpoint is open to all, or to every signed-in account; null with a permission.</param>
public sealed record AccessRule(Permission? Permission, bool Anonymous, string? Reason);

/// <summary>Ways to say who may call an endpoint.</summary>
public static class Access
{
    /// <summary>Only callers who hold the permission; the endpoint itself checks its reach on the record.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder builder, Permission permission)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(permission, false, null));

    /// <summary>Everyone; the reason is listed by the permission sweep.</summary>
    public static TBuilder ForEveryone<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(null, true, reason));

    /// <summary>Every signed-in account; the endpoint shows only what is the caller's own.</summary>
    public static TBuilder ForSignedIn<TBuilder>(this TBuilder builder, string reason)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(null, false, reason));
}
