using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Identity.Sessions;

/// <summary>The caller of an HTTP request, resolved once and kept with it.</summary>
internal static class RequestCaller
{
    private static readonly object Key = new();

    // Asked of ISessions and not of the store: the host may know tokens of its own (the local command line).
    public static async ValueTask<Caller> OfAsync(HttpContext context, ISessions sessions)
    {
        if (context.Items.TryGetValue(Key, out var known)) return (Caller)known!;
        var token = TokenOf(context.Request);
        var caller = token is null ? Caller.Nobody : await sessions.ResolveAsync(token, context.RequestAborted);
        context.Items[Key] = caller;
        return caller;
    }

    /// <summary>The bearer token, else the cookie. A request that names a bearer token is judged by it alone.</summary>
    public static string? TokenOf(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (header.Length == 0) return request.Cookies[ISessions.CookieName];
        return header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? header["Bearer ".Length..].Trim()
            : null;
    }
}
