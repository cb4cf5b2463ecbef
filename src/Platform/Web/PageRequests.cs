using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Web;

/// <summary>Tells people's browsers from programs.</summary>
internal static class PageRequests
{
    private static readonly string[] ForPrograms =
        ["/api", "/openapi", "/healthz", "/readyz", "/_blazor", "/_framework"];

    /// <summary>True when a person's browser asks for a page, so that words and links help more than JSON.</summary>
    public static bool WantsPage(HttpRequest request)
    {
        foreach (var prefix in ForPrograms) if (request.Path.StartsWithSegments(prefix)) return false;
        foreach (var accept in request.Headers.Accept)
            if (accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true) return true;
        return false;
    }
}
