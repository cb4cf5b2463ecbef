using Lingnan.Identity.Contracts;
using Lingnan.Platform;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Web;
using Lingnan.Web.Portal.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Web.Portal.Features;

/// <summary>Brings the demonstration back to how it was born.</summary>
internal static class ResetDemo
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost("/demo/reset", RunAsync)
            .Requires(IdentityPermissions.Accounts)
            .WithMetadata(new DisableRequestTimeoutAttribute())
            .ExcludeFromDescription();

    private static async Task<IResult> RunAsync(
        HttpContext context, CityOptions city, CancellationToken cancellationToken)
    {
        if (!city.IsDemo || context.RequestServices.GetService<IDemoReset>() is not { } demo) return Results.NotFound();
        await demo.ResetAsync(cancellationToken);
        // The accounts are made anew, so this session is gone with the old ones; the page comes back by itself.
        SessionCookie.Clear(context);
        // Its frame asks nothing of the store, which is going away under it.
        return new RazorComponentResult<ResetDocument> { PreventStreamingRendering = true };
    }
}
