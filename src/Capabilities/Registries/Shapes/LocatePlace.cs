using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>Says which area a place lies in: every place gets exactly one answer, whatever the layer is like.</summary>
internal sealed class LocatePlace(LayerRows rows, IDatabase database)
{
    private const int OthersMax = 20;

    private sealed record Held(StoredRow Row, double AreaM2, double Metres);

    public async Task<Result<PlaceAnswer>> RunAsync(
        RegistryDeclaration register, PlaceQuestion question, Caller caller, CancellationToken cancellationToken)
    {
        var (lon, lat) = (Math.Round(question.Lon, ShapeLimits.Places), Math.Round(question.Lat, ShapeLimits.Places));
        if (Misplaced(lon, lat) is { } misplaced) return misplaced;
        var within = question.WithinM ?? ShapeLimits.GapMetres;
        if (within is < 0 or > ShapeLimits.GapMetresMax) return ShapeErrors.Within();
        var around = Ellipsoid.Around(lon, lat, Math.Max(within, 0.01));
        var box = new ShapeBox(
            Math.Max(around.West, -180), Math.Max(around.South, -90), Math.Min(around.East, 180),
            Math.Min(around.North, 90));
        var asked = rows.Ask(register, question.Field, box, caller);
        if (!asked.IsOk) return asked.Error;

        await using var session = await database.ReadAsync(cancellationToken);
        var holding = new List<Held>();
        Held? nearest = null;
        await foreach (var row in LayerRows.ReadAsync(session, asked.Value, cancellationToken))
        {
            if (LayerRows.ShapeOf(asked.Value, row) is not { Geometry: IPolygonal } shape) continue;
            if (Holds(shape, lon, lat)) Add(holding, new Held(LayerRows.Light(row), Math.Round(shape.AreaM2), 0));
            else if (holding.Count == 0 && Metres(shape, lon, lat) is var metres && metres <= within)
            {
                var near = new Held(LayerRows.Light(row), Math.Round(shape.AreaM2), metres);
                if (nearest is null || Order(near, nearest) < 0) nearest = near;
            }
        }
        var answers = holding.Count > 0 ? holding : nearest is null ? [] : [nearest];
        var areas = await ShowAsync(session, asked.Value, answers, cancellationToken);
        return new PlaceAnswer(
            question.Lon, question.Lat,
            areas.Count == 0 ? PlaceFlag.Outside : holding.Count == 0 ? PlaceFlag.Gap
                : areas.Count == 1 ? PlaceFlag.Inside : PlaceFlag.Overlap,
            areas.FirstOrDefault(), [.. areas.Skip(1)],
            areas.Count > 0 && holding.Count == 0 ? Math.Round(nearest!.Metres, 2) : null, within,
            asked.Value.Field.Field.Datum);
    }

    private async Task<List<PlacedArea>> ShowAsync(
        DbSession session, LayerRows.Asked asked, List<Held> held, CancellationToken cancellationToken)
    {
        var register = asked.Table.Register;
        var records = await rows.ShowAsync(session, asked, [.. held.Select(h => h.Row)], cancellationToken);
        return
        [
            .. records.Zip(held).Where(p => p.First is not null).Select(p => new PlacedArea(
                p.First!.Id, LayerRows.Title(register, p.First),
                p.First.Values.Where(v => register.Key.Contains(v.Key)).ToDictionary(), p.Second.AreaM2)),
        ];
    }

    /// <summary>What is wrong with a place, or null.</summary>
    public static Error? Misplaced(double lon, double lat)
    {
        if (!double.IsFinite(lon) || !double.IsFinite(lat)) return ShapeErrors.Place();
        if (lat is >= -90 and <= 90 && lon is >= -180 and <= 180) return null;
        return lat is >= ShapeLimits.West and <= ShapeLimits.East
            && lon is >= ShapeLimits.South and <= ShapeLimits.North
            ? ShapeErrors.Swapped(lon, lat)
            : ShapeErrors.Place();
    }

    // Kept in order; when more hold it than are named, the largest goes.
    private static void Add(List<Held> holding, Held held)
    {
        var at = holding.FindIndex(h => Order(held, h) < 0);
        holding.Insert(at < 0 ? holding.Count : at, held);
        if (holding.Count > OthersMax + 1) holding.RemoveAt(OthersMax + 1);
    }

    // Nearest, then smallest, then first by key: no two rows share a key, so no two are equal.
    private static int Order(Held a, Held b) =>
        a.Metres != b.Metres ? a.Metres.CompareTo(b.Metres)
        : a.AreaM2 != b.AreaM2 ? a.AreaM2.CompareTo(b.AreaM2)
        : string.CompareOrdinal(a.Row.Key, b.Row.Key);

    private static bool Holds(Shape shape, double lon, double lat) =>
        SimplePointInAreaLocator.Locate(new Coordinate(lon, lat), shape.Geometry) != Location.Exterior;

    private static double Metres(Shape shape, double lon, double lat) =>
        Ellipsoid.InMetres(shape.Geometry, lon, lat).Distance(ShapeText.Factory.CreatePoint(new Coordinate(0, 0)));
}
