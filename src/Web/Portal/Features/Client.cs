using Microsoft.AspNetCore.Http;

namespace Lingnan.Web.Portal.Features;

/// <summary>What a session's owner is told of the browser it belongs to.</summary>
internal static class Client
{
    private const int LengthMax = 200;

    public static string Of(HttpContext context)
    {
        var agent = context.Request.Headers.UserAgent.ToString();
        return agent.Length <= LengthMax ? agent : agent[..LengthMax];
    }
}
