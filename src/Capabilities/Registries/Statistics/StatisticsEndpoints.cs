using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Statistics;

/// <summary><c>GET …/statistics?by=division:9,sex&amp;sum=area&amp;where=…</c>.</summary>
internal static class StatisticsEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapGet("/api/registries/{pack}/{table}/statistics", CountAsync).WithTags("registries")
            .DescribedByRegister().WithName("countRecords").Produces<StatisticsAnswer>()
            .ForEveryone(
                "Open registers are counted for everyone by their public fields; others as far as one may read.");

    private static async Task<IResult> CountAsync(
        string pack, string table, HttpContext http, IRegisters registers, IRegisterStatistics statistics,
        ICallerSource callers, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var query = new StatisticsQuery
        {
            By = RecordRequests.Names(http.Request, "by"), Sums = RecordRequests.Names(http.Request, "sum"),
            Where = RecordRequests.One(http.Request, "where"),
            Unmask = RecordRequests.IsTrue(http.Request, "unmask"),
        };
        http.Response.Headers.CacheControl = "no-store";
        return await statistics.CountAsync(
            register, query, await callers.CurrentAsync(cancellationToken), RecordRequests.Purpose(http.Request),
            cancellationToken).ToHttp();
    }
}
