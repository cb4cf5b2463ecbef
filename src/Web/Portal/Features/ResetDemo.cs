using Lingnan.Identity.Contracts;
using Lingnan.Platform;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
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

    private static async Task<IResult> RunAsync(HttpContext context, CityOptions city, CancellationToken cancellationToken)
    {
        if (!city.IsDemo || context.RequestServices.GetService<IDemoReset>() is not { } demo) return Results.NotFound();
        await demo.ResetAsync(cancellationToken);
        // The accounts were made anew, so this session is gone with the old ones.
        SessionCookie.Clear(context);
        return Results.LocalRedirect("/?reset=done");
    }
}
