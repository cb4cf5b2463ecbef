using Lingnan.Kernel;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Web.Portal.Shell;

/// <summary>Problems as full pages: what happened, what to do, where else to go.</summary>
internal sealed class PortalProblemPage : IProblemPage
{
    private static readonly object Told = new();

    /// <summary>Keeps what a page wanted to tell, for the case that its own text is thrown away.</summary>
    public static void Remember(HttpContext context, Error error) => context.Items[Told] = error;

    public async Task WriteAsync(HttpContext context, Problem problem)
    {
        if (problem.Status == StatusCodes.Status404NotFound && context.Items[Told] is Error error)
            problem = new ProblemResult(error).Describe(context);
        // A page that began before it failed has set this already, and the framework would add it a second time.
        context.Response.Headers.Remove("blazor-enhanced-nav");
        // For the same reason the scope's page services are used up.
        var begun = context.RequestServices;
        await using var scope = begun.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await new RazorComponentResult<ProblemDocument>(new { Problem = problem })
            {
                StatusCode = problem.Status,
                PreventStreamingRendering = true,
            }.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = begun;
        }
    }
}
