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
    public static string Of(HttpContext context) => context.TraceIdentifier;

    internal static IApplicationBuilder UseCorrelation(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        // The framework makes an activity only while someone listens; the number must not hang on that.
        var trace = Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId
            : ActivityContext.TryParse(context.Request.Headers.TraceParent, null, out var sent) ? sent.TraceId
            : ActivityTraceId.CreateRandom();
        context.TraceIdentifier = trace.ToHexString();
        // Late, so that a kept answer does not carry the number of the request that it was made for.
        context.Response.OnStarting(() =>
        {
            context.Response.Headers[Header] = context.TraceIdentifier;
            return Task.CompletedTask;
        });
        return next(context);
    });
}
