using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Lingnan.Web.Portal.Shell;

/// <summary>Problems as full pages: what happened, what to do, where else to go.</summary>
internal sealed class PortalProblemPage : IProblemPage
{
    public Task WriteAsync(HttpContext context, Problem problem) =>
        new RazorComponentResult<ProblemDocument>(new { Problem = problem })
        {
            StatusCode = problem.Status,
            PreventStreamingRendering = true,
        }.ExecuteAsync(context);
}
