using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Timeouts;

namespace Lingnan.Platform.Web;

/// <summary>Says on a page class who may open it. Every routable page carries exactly one.</summary>
[AttributeUsage(AttributeTargets.Class)]
public abstract class PageAccessAttribute : Attribute
{
    /// <summary>The rule; a permission that no capability declared is a bug and throws.</summary>
    internal abstract AccessRule Rule(PermissionSet permissions);
}

/// <summary>Only callers who hold the permission.</summary>
public sealed class RequiresPermissionAttribute(string code) : PageAccessAttribute
{
    /// <summary>Code of the permission.</summary>
    public string Code => code;

    internal override AccessRule Rule(PermissionSet permissions) => new(
        permissions.Find(code) ?? throw new InvalidOperationException($"No capability declares the permission {code}."),
        false, null);
}

/// <summary>Everyone, with the reason that the permission sweep lists.</summary>
public sealed class ForEveryoneAttribute(string reason) : PageAccessAttribute
{
    /// <summary>Why it is open to all.</summary>
    public string Reason => reason;

    internal override AccessRule Rule(PermissionSet permissions) => new(null, true, reason);
}

/// <summary>Every signed-in account.</summary>
public sealed class ForSignedInAttribute(string reason) : PageAccessAttribute
{
    /// <summary>Why no permission is needed.</summary>
    public string Reason => reason;

    internal override AccessRule Rule(PermissionSet permissions) => new(null, false, reason);
}

/// <summary>Access of Razor pages.</summary>
public static class PageAccess
{
    /// <summary>Opens the transport of pages (scripts, the circuit's socket), since each page has its own rule, and
    /// frees it of the request time-out. Call it on what <c>MapRazorComponents</c> returned.</summary>
    public static RazorComponentsEndpointConventionBuilder WithPageAccess(
        this RazorComponentsEndpointConventionBuilder pages)
    {
        pages.Add(endpoint =>
        {
            if (endpoint.Metadata.OfType<ComponentTypeMetadata>().Any()) return;
            endpoint.Metadata.Add(new AccessRule(null, true, "Transport of pages; each page has its own rule."));
            endpoint.Metadata.Add(new DisableRequestTimeoutAttribute());
        });
        return pages;
    }

    /// <summary>What stands between a caller and a page class, for navigation inside a circuit, which passes no
    /// middleware; null when the caller may open it.</summary>
    public static Kernel.Error? Refusal(Type page, Caller caller, PermissionSet permissions)
    {
        var rule = page.GetCustomAttributes(inherit: true).OfType<PageAccessAttribute>()
            .SingleOrDefault()?.Rule(permissions);
        return rule is null ? WebErrors.Forbidden : AccessCheck.Refusal(rule, caller);
    }
}
