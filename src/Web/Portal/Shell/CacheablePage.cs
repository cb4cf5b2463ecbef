using Lingnan.Identity.Contracts;
using Lingnan.Platform.Words;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Web.Portal.Shell;

/// <summary>Says that a page is the same for everyone who is not signed in, and for how long.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CacheablePageAttribute(int seconds) : Attribute
{
    /// <summary>Seconds that browsers and proxies may keep it.</summary>
    public int Seconds => seconds;
}

/// <summary>Sets what may be kept of a page. What is not said to be cacheable is one reader's own.</summary>
internal static class PageCaching
{
    private static readonly string[] Personal = [ISessions.CookieName, Languages.CookieName, Preferences.CareCookie];

    public static void Add(EndpointBuilder endpoint)
    {
        var seconds = endpoint.Metadata.OfType<CacheablePageAttribute>().SingleOrDefault()?.Seconds;
        var next = endpoint.RequestDelegate!;
        endpoint.RequestDelegate = context =>
        {
            context.Response.OnStarting(() => { Set(context, seconds); return Task.CompletedTask; });
            return next(context);
        };
    }

    private static void Set(HttpContext context, int? seconds)
    {
        var headers = context.Response.Headers;
        headers.Append("Vary", "Cookie");
        var shared = seconds is not null && context.Response.StatusCode == StatusCodes.Status200OK
            && !headers.ContainsKey("Set-Cookie") && !Personal.Any(context.Request.Cookies.ContainsKey)
            && !context.Request.Headers.ContainsKey("Authorization");
        headers.CacheControl = shared ? $"public, max-age={seconds}" : "private, no-store";
    }
}
