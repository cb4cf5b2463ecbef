using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Platform.Web;

/// <summary>An endpoint and who may call it, for the permission sweep.</summary>
/// <param name="Method">HTTP method, or <c>*</c>.</param>
/// <param name="Route">Route pattern.</param>
/// <param name="Rule">Who may call it.</param>
public sealed record SweptEndpoint(string Method, string Route, AccessRule Rule);

/// <summary>Sees that every endpoint says who may call it.</summary>
public static class AccessCheck
{
    /// <summary>Every endpoint with its rule.</summary>
    /// <exception cref="InvalidOperationException">Some endpoint has no rule, or two;
    /// all of them are named.</exception>
    public static IReadOnlyList<SweptEndpoint> AssertAll(EndpointDataSource endpoints, PermissionSet permissions)
    {
        var swept = new List<SweptEndpoint>();
        var bad = new List<string>();
        foreach (var endpoint in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            var methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"];
            var route = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
            var rules = RulesOf(endpoint, permissions);
            if (rules.Count != 1) bad.Add($"{string.Join(',', methods)} {route}: {rules.Count} rules");
            else if (rules[0] is { Permission: { } permission } && permissions.Find(permission.Code) is null)
                bad.Add($"{string.Join(',', methods)} {route}: no capability declares {permission.Code}");
            else swept.AddRange(methods.Select(m => new SweptEndpoint(m, route, rules[0])));
        }

        if (bad.Count > 0)
            throw new InvalidOperationException(
                "Each endpoint needs exactly one of Requires, ForEveryone, ForSignedIn:\n"
                + string.Join('\n', bad.Order(StringComparer.Ordinal)));
        return swept;
    }

    internal static IReadOnlyList<AccessRule> RulesOf(Endpoint endpoint, PermissionSet permissions) =>
    [
        .. endpoint.Metadata.OfType<AccessRule>(),
        .. endpoint.Metadata.OfType<PageAccessAttribute>().Select(a => a.Rule(permissions)),
    ];

    internal static Error? Refusal(AccessRule rule, Caller caller)
    {
        if (rule.Anonymous) return null;
        if (!caller.IsKnown) return WebErrors.SignedOut;
        return rule.Permission is { } permission && !caller.Has(permission)
            ? WebErrors.Permission(permission.Title)
            : null;
    }
}
