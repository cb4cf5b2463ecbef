using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Web;

/// <summary>Headers that tell browsers what our pages never do.</summary>
internal static class SecurityHeaders
{
    private const string Shared =
        "default-src 'self'; script-src 'self'; img-src 'self' data: blob:; font-src 'self'; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'; ";

    private const string Portal = Shared + "style-src 'self'; connect-src 'self'";

    // The console's component library positions menus by style attributes, and its circuit is a web socket.
    private const string Console = Shared + "style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:";

    private const string Api = "default-src 'none'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = PolicyOf(context.Request.Path);
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Answers of the API are one caller's own unless an endpoint says otherwise.
        if (context.Request.Path.StartsWithSegments("/api")) headers.CacheControl = "no-store";
        return next(context);
    });

    internal static string PolicyOf(PathString path)
    {
        if (path.StartsWithSegments("/api")) return Api;
        return path.StartsWithSegments("/console") ? Console : Portal;
    }
}
