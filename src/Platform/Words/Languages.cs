using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Words;

/// <summary>The two languages of the interface and how a request chooses one.</summary>
public static class Languages
{
    /// <summary>Cookie that keeps the reader's choice: <c>zh-CN</c> or <c>en</c>.</summary>
    public const string CookieName = "lingnan-language";

    /// <summary>Query parameter that chooses for one request.</summary>
    public const string QueryName = "lang";

    /// <summary>Simplified Chinese, the default.</summary>
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");

    /// <summary>English.</summary>
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");

    /// <summary>True for English and its regions.</summary>
    public static bool IsEnglish(CultureInfo culture) => culture.TwoLetterISOLanguageName == "en";

    /// <summary>
    /// Sets the language of each request: <c>?lang=</c>, then the cookie, then (for <c>/api</c> only) Accept-Language,
    /// then Chinese. Pages do not follow Accept-Language, so that one address shows one page to all and caches; nor do
    /// files that a reader takes from a page, which speak its language.
    /// </summary>
    public static IApplicationBuilder UseLingnanLanguage(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        var culture = Choose(context.Request);
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = culture;
        context.Response.Headers.ContentLanguage = culture.Name;
        if (IsApi(context.Request)) context.Response.Headers.Append("Vary", "Accept-Language, Sec-Fetch-Mode");
        return next(context);
    });

    internal static CultureInfo Choose(HttpRequest request) =>
        Parse(request.Query[QueryName])
        ?? Parse(request.Cookies[CookieName])
        ?? (IsApi(request) && !IsFollowed(request) ? Preferred(request) : null)
        ?? Chinese;

    private static CultureInfo? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(l => l.Quality ?? 1).Select(l => Parse(l.Value.Value)).FirstOrDefault(c => c is not null);

    private static CultureInfo? Parse(string? name) => name switch
    {
        null => null,
        _ when name.Equals("en", StringComparison.OrdinalIgnoreCase) => English,
        _ when name.StartsWith("en-", StringComparison.OrdinalIgnoreCase) => English,
        _ when name.Equals("zh", StringComparison.OrdinalIgnoreCase) => Chinese,
        _ when name.StartsWith("zh-", StringComparison.OrdinalIgnoreCase) => Chinese,
        _ => null,
    };

    // A browser says so of an address that a reader follows; scripts and other programs do not.
    private static bool IsFollowed(HttpRequest request) => request.Headers["Sec-Fetch-Mode"] == "navigate";

    private static bool IsApi(HttpRequest request) => request.Path.StartsWithSegments("/api");
}
