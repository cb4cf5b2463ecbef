using Lingnan.Identity.Contracts;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OutputCaching;

namespace Lingnan.Web.Portal.Shell;

/// <summary>Sets what may be kept of a page. What is not said to be cacheable is one reader's own.</summary>
internal static class PageCaching
{
    private static readonly string[] Personal = [ISessions.CookieName, Languages.CookieName, Preferences.CareCookie];

    public static void Add(EndpointBuilder endpoint)
    {
        var seconds = endpoint.Metadata.OfType<CacheablePageAttribute>().SingleOrDefault()?.Seconds;
        if (seconds is { } kept)
        {
            endpoint.Metadata.Add(new KeptPage(kept));
            return;
        }
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            SetHeaders(context, null);
            return next(context);
        };
    }

    /// <summary>Says at the answer's start, when its status and cookies are known, who else may be given it.</summary>
    public static void SetHeaders(HttpContext context, int? seconds) => context.Response.OnStarting(() =>
    {
        var headers = context.Response.Headers;
        headers.Append("Vary", "Cookie");
        var shared = seconds is not null && IsForAll(context.Response) && IsFromNobody(context.Request);
        headers.CacheControl = shared ? $"public, max-age={seconds}" : "private, no-store";
        return Task.CompletedTask;
    });

    /// <summary>True when the answer holds nothing of one reader.</summary>
    public static bool IsForAll(HttpResponse response) =>
        response.StatusCode == StatusCodes.Status200OK && !response.Headers.ContainsKey("Set-Cookie");

    /// <summary>True for a reader who neither signed in nor chose anything.</summary>
    public static bool IsFromNobody(HttpRequest request) =>
        !Personal.Any(request.Cookies.ContainsKey) && !request.Headers.ContainsKey("Authorization");
}

/// <summary>A page that many ask for at once is made once, and the same bytes are given to all for a moment.</summary>
/// <param name="seconds">Seconds that browsers and proxies may keep it.</param>
internal sealed class KeptPage(int seconds) : IOutputCachePolicy
{
    public ValueTask CacheRequestAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        var request = context.HttpContext.Request;
        PageCaching.SetHeaders(context.HttpContext, seconds);
        var isShared = (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
            && PageCaching.IsFromNobody(request);
        context.EnableOutputCaching = isShared;
        context.AllowCacheLookup = isShared;
        context.AllowCacheStorage = isShared;
        context.AllowLocking = true;
        context.CacheVaryByRules.QueryKeys = "*";
        context.CacheVaryByRules.HeaderNames = "Accept-Encoding";
        context.ResponseExpirationTimeSpan = PortalLimits.PageKept;
        return ValueTask.CompletedTask;
    }

    public ValueTask ServeFromCacheAsync(OutputCacheContext context, CancellationToken cancellation) =>
        ValueTask.CompletedTask;

    public ValueTask ServeResponseAsync(OutputCacheContext context, CancellationToken cancellation)
    {
        if (!PageCaching.IsForAll(context.HttpContext.Response)) context.AllowCacheStorage = false;
        return ValueTask.CompletedTask;
    }
}
