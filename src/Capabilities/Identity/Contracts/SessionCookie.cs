using Microsoft.AspNetCore.Http;

namespace Lingnan.Identity.Contracts;

/// <summary>The cookie that carries a session in browsers. Call before the response has started.</summary>
public static class SessionCookie
{
    /// <summary>Sets the cookie: out of scripts' reach, not sent along by other sites, and over TLS only where the
    /// request came over TLS.</summary>
    public static void Append(HttpContext context, NewSession session) =>
        context.Response.Cookies.Append(ISessions.CookieName, session.Token, Options(context, session.ExpiresAt));

    /// <summary>Takes the cookie away.</summary>
    public static void Clear(HttpContext context) =>
        context.Response.Cookies.Delete(ISessions.CookieName, Options(context, null));

    private static CookieOptions Options(HttpContext context, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
