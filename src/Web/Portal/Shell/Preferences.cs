using Microsoft.AspNetCore.Http;

namespace Lingnan.Web.Portal.Shell;

/// <summary>What a reader chose of the site's looks. Kept in cookies that are set only by that choice.</summary>
internal static class Preferences
{
    /// <summary>Cookie of 关怀版: the same pages, larger and in one column.</summary>
    public const string CareCookie = "lingnan-care";

    public static bool Care(HttpContext context) => context.Request.Cookies[CareCookie] == "1";

    public static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        MaxAge = TimeSpan.FromDays(365),
    };
}
