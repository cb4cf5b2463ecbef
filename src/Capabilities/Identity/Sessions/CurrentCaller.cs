using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Identity.Sessions;

/// <summary>
/// The caller of the scope: of the request where the scope is a request's, else of the circuit, whose principal holds
/// the session's id. A circuit asks anew each time, so that a removed account loses its open pages too.
/// </summary>
internal sealed class CurrentCaller(IHttpContextAccessor http, IServiceProvider scope, ISessions sessions,
    SessionStore store) : ICallerSource
{
    public async ValueTask<Caller> CurrentAsync(CancellationToken cancellationToken = default)
    {
        // A circuit also sees an HttpContext: that of the WebSocket it came by, in another scope and long answered.
        if (http.HttpContext is { } context && ReferenceEquals(context.RequestServices, scope))
            return await RequestCaller.OfAsync(context, sessions);
        if (scope.GetService<AuthenticationStateProvider>() is not { } provider) return Caller.Nobody;
        return await SessionIdAsync(provider) is { } sessionId
            ? await store.ResolveIdAsync(sessionId, cancellationToken)
            : Caller.Nobody;
    }

    private static async Task<string?> SessionIdAsync(AuthenticationStateProvider provider)
    {
        try
        {
            var state = await provider.GetAuthenticationStateAsync();
            return state.User.FindFirst(LingnanAuthentication.SessionClaim)?.Value;
        }
        catch (InvalidOperationException)
        {
            // The server's provider throws in a scope that is neither a request's nor a circuit's (a job): nobody acts
            // there.
            return null;
        }
    }
}
