using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Web;

/// <summary>
/// Refuses unsafe requests that another site's page makes with a reader's cookie. Browsers tell the origin by
/// <c>Sec-Fetch-Site</c>, older ones by <c>Origin</c>; a request with neither comes from a program, which no page can
/// steer. A bearer token is never sent by a browser on its own, so it needs no check.
/// </summary>
internal static class CrossSite
{
    public static IApplicationBuilder UseSameOrigin(this IApplicationBuilder app) => app.Use((context, next) =>
        IsForged(context.Request) ? new ProblemResult(WebErrors.CrossSite).ExecuteAsync(context) : next(context));

    internal static bool IsForged(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)
            || HttpMethods.IsOptions(request.Method))
            return IsForeignSocket(request);
        if (request.Headers.Authorization.ToString().StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
            return false;
        return IsForeign(request);
    }

    /// <summary>A web socket is opened by GET, carries cookies and obeys no same-origin rule of the browser.</summary>
    private static bool IsForeignSocket(HttpRequest request) =>
        (request.HttpContext.WebSockets.IsWebSocketRequest
            || request.Headers.Upgrade.ToString().Equals("websocket", StringComparison.OrdinalIgnoreCase))
        && IsForeign(request);

    private static bool IsForeign(HttpRequest request)
    {
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site))
            return site.ToString() is not ("same-origin" or "none");
        if (!request.Headers.TryGetValue("Origin", out var origin)) return false;
        return !Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var from)
            || !from.Authority.Equals(Authority(request), StringComparison.OrdinalIgnoreCase);
    }

    private static string Authority(HttpRequest request) =>
        Uri.TryCreate($"{request.Scheme}://{request.Host.Value}", UriKind.Absolute, out var here) ? here.Authority : "";
}
