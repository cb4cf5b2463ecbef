using System.Globalization;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Lingnan.Registries.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Lingnan.Registries.Shapes;

/// <summary>Where a place lies, and what is wrong with a layer.</summary>
internal static class PlaceEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/registries/{pack}/{table}").WithTags("layers").DescribedByRegister();
        api.MapGet("/locate", LocateAsync).WithName("locatePlace").Produces<PlaceAnswer>()
            .ForEveryone("Areas are rows: each is named only as far as the caller may see it.");
        api.MapGet("/defects", DefectsAsync).WithName("checkLayer").Produces<LayerReport>().WithLongTime()
            .Requires(RegistriesPermissions.Read);
    }

    // ?lon=113.75&lat=23.02&within=200&field=geometry
    private static async Task<IResult> LocateAsync(
        string pack, string table, HttpContext http, IRegisters registers, IPlaces places, ICallerSource callers,
        CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var caller = await callers.CurrentAsync(cancellationToken);
        // Who may not ask at all is not told how to ask.
        if (ReadScope.Of(register, caller, false, null) is { IsOk: false } refused) return refused.Error.ToHttp();
        if (Degrees(http.Request, "lon") is not { } lon || Degrees(http.Request, "lat") is not { } lat)
            return ShapeErrors.Place().ToHttp();
        if (RecordRequests.Whole(http.Request, "within", ShapeLimits.GapMetres) is not { } within)
            return ShapeErrors.Within().ToHttp();
        http.Response.Headers.CacheControl = "no-store";
        return await places.LocateAsync(
            register,
            new PlaceQuestion(lon, lat) { WithinM = within, Field = RecordRequests.One(http.Request, "field") },
            caller, cancellationToken).ToHttp();
    }

    // ?field=geometry&unitsWhere=level = 4
    private static async Task<IResult> DefectsAsync(
        string pack, string table, HttpContext http, IRegisters registers, IPlaces places, ICallerSource callers,
        IWords words, CancellationToken cancellationToken)
    {
        if (registers.Find(pack, table) is not { } register) return RegistriesErrors.UnknownRegister().ToHttp();
        var question = new LayerQuestion
        {
            Field = RecordRequests.One(http.Request, "field"),
            UnitsWhere = RecordRequests.One(http.Request, "unitsWhere"),
        };
        http.Response.Headers.CacheControl = "no-store";
        var report = await places.CheckAsync(
            register, question, await callers.CurrentAsync(cancellationToken), cancellationToken);
        return report.ToHttp(r => Results.Json(new
        {
            r.IsSound, r.Areas, r.AreaM2, r.WithoutGeometry,
            Invalid = r.Invalid.Select(
                i => new { i.Area, i.Fault.Code, words.Of(i.Fault).Title, words.Of(i.Fault).Mend }),
            r.OverlapCount, r.OverlapM2, r.Overlaps, r.GapCount, r.GapM2, r.Gaps, r.Units, r.UnitCount,
            r.UnitsWithoutArea, r.AreasWithoutUnit,
        }));
    }

    private static double? Degrees(HttpRequest request, string name) =>
        double.TryParse(
            RecordRequests.One(request, name), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture, out var degrees) && double.IsFinite(degrees) ? degrees : null;
}
