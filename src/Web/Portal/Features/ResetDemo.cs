using System.Globalization;
using System.Text.Encodings.Web;
using Lingnan.Identity.Contracts;
using Lingnan.Platform;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
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

    private static async Task<IResult> RunAsync(HttpContext context, CityOptions city, IWords words, CancellationToken cancellationToken)
    {
        if (!city.IsDemo || context.RequestServices.GetService<IDemoReset>() is not { } demo) return Results.NotFound();
        await demo.ResetAsync(cancellationToken);
        // The accounts are made anew, so this session is gone with the old ones; the page comes back by itself.
        SessionCookie.Clear(context);
        var title = HtmlEncoder.Default.Encode(words["portal.reset.under-way"]);
        return Results.Content(
            $"<!DOCTYPE html><html lang=\"{CultureInfo.CurrentUICulture.Name}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            + $"<meta http-equiv=\"refresh\" content=\"12;url=/\"><title>{title}</title></head><body><main><h1>{title}</h1><p><a href=\"/\">{HtmlEncoder.Default.Encode(words["portal.reset.home"])}</a></p></main></body></html>",
            "text/html; charset=utf-8");
    }
}
