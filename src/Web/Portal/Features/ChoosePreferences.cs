using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Web.Portal.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Web.Portal.Features;

/// <summary>Keeps a reader's choice of language and size, and goes back to where they were.</summary>
internal static class ChoosePreferences
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/settings", Run).ForEveryone("Looks of the site are each reader's own choice.")
        .ExcludeFromDescription();

    private static IResult Run(HttpContext context, string? lang, string? care, string? returnUrl)
    {
        if (lang is "en" or "zh-CN") Keep(context, Languages.CookieName, lang == "en" ? "en" : null);
        if (care is "0" or "1") Keep(context, Preferences.CareCookie, care == "1" ? "1" : null);
        context.Response.Headers.CacheControl = "no-store";
        return Results.LocalRedirect(LocalPath.Or(returnUrl, "/"));
    }

    /// <summary>The usual look needs no cookie, so going back to it takes the cookie away.</summary>
    private static void Keep(HttpContext context, string name, string? value)
    {
        if (value is null) context.Response.Cookies.Delete(name, Preferences.Options(context));
        else context.Response.Cookies.Append(name, value, Preferences.Options(context));
    }
}
