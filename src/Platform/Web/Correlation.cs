using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Web;

/// <summary>The number under which a request is found in logs and traces: the W3C trace id.</summary>
public static class Correlation
{
    /// <summary>Response header that carries it.</summary>
    public const string Header = "X-Correlation-Id";

    /// <summary>The number of a request; it continues the caller's <c>traceparent</c> where one was sent.</summary>
    public static string Of(HttpContext context) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity
            ? activity.TraceId.ToHexString()
            : context.TraceIdentifier;

    internal static IApplicationBuilder UseCorrelation(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.Headers[Header] = Of(context);
        return next(context);
    });
}
