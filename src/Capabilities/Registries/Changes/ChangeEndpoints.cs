using System.Globalization;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Changes;

/// <summary><c>GET …/changes?after=0&amp;limit=100&amp;wait=20</c>.</summary>
internal static class ChangeEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/registries/{pack}/{table}/changes", ReadAsync).WithTags("registries")
            .DescribedByRegister().WithName("readChanges").Produces<ChangePage>().Requires(RegistriesPermissions.Read);

    private static async Task<IResult> ReadAsync(
        string pack, string table, HttpContext http, IRegisters registers, IChangeFeed changes, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        long? after = 0;
        if (RecordRequests.One(http.Request, "after") is { } text)
        {
            if (text == "latest") after = null;
            else if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position))
                after = position;
            else return RegistriesErrors.ChangesPosition(null).ToHttp();
        }
        if (RecordRequests.Whole(http.Request, "limit", 100) is not { } limit)
            return RegistriesErrors.ChangesLimit().ToHttp();
        if (RecordRequests.Whole(http.Request, "wait", 0) is not { } wait)
            return RegistriesErrors.ChangesWait().ToHttp();
        var query = new ChangeQuery(after)
        {
            Limit = limit, WaitSeconds = wait, Unmask = RecordRequests.IsTrue(http.Request, "unmask"),
            Fields = RecordRequests.One(http.Request, "fields") is null
                ? null
                : [.. RecordRequests.Names(http.Request, "fields")],
        };
        http.Response.Headers.CacheControl = "no-store";
        return await changes.ReadAsync(
            register, query, await callers.CurrentAsync(cancellationToken), RecordRequests.Purpose(http.Request),
            cancellationToken).ToHttp();
    }
}
