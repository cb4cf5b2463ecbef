using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Platform.Web;

/// <summary>The one place where it is decided whether a request reaches its endpoint.</summary>
internal sealed class AccessPipeline(RequestDelegate next, PermissionSet permissions)
{
    public async Task InvokeAsync(HttpContext context, ICallerSource callers)
    {
        // What is not a route endpoint is the framework's own refusal (405, 415), which tells nothing.
        if (context.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(context);
            return;
        }

        var rules = AccessCheck.RulesOf(endpoint, permissions);
        // No rule, or two that may contradict each other, is nobody's.
        var refusal = rules.Count == 1
            ? rules[0].Anonymous
            ? null
            : AccessCheck.Refusal(rules[0], await callers.CurrentAsync(context.RequestAborted))
            : WebErrors.Forbidden;
        if (refusal is null)
        {
            await next(context);
            return;
        }

        if (refusal.Code == WebErrors.SignedOut.Code && HttpMethods.IsGet(context.Request.Method)
            && PageRequests.WantsPage(context.Request))
        {
            var here = context.Request.PathBase + context.Request.Path + context.Request.QueryString;
            context.Response.Redirect("/sign-in?returnUrl=" + Uri.EscapeDataString(here));
            return;
        }

        if (refusal.Code == WebErrors.SignedOut.Code) context.Response.Headers.WWWAuthenticate = "Bearer";
        await new ProblemResult(refusal).ExecuteAsync(context);
    }
}
