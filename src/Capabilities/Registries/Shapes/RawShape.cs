using Lingnan.Kernel;
using Lingnan.Registries.Contracts;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>A geometry as written, before anything but its form is known to be right.</summary>
/// <param name="Type">Type as GeoJSON names it.</param>
/// <param name="Parts">Parts of rings (or lines, or points) of coordinates.</param>
internal sealed record RawShape(string Type, IReadOnlyList<IReadOnlyList<Coordinate[]>> Parts)
{
    /// <summary>The types, with how deep their coordinates are nested.</summary>
    public static IReadOnlyDictionary<string, int> Depths { get; } = new Dictionary<string, int>
    {
        ["Point"] = 0, ["MultiPoint"] = 1, ["LineString"] = 1, ["MultiLineString"] = 2, ["Polygon"] = 2,
        ["MultiPolygon"] = 3,
    };

    /// <summary>The geometry with rounded coordinates, or what hinders it.</summary>
    public Result<Shape> Build(bool mendRings)
    {
        if (Parts.Count == 0 || Parts.Any(p => p.Count == 0 || p.Any(r => r.Length == 0))) return ShapeErrors.Empty();
        if (Parts.Sum(p => p.Sum(r => r.Length)) > ShapeLimits.VerticesMax
            || Parts.Sum(p => p.Count) > ShapeLimits.RingsMax)
            return ShapeErrors.TooMany();
        var parts = Parts.Select(p => p.Select(Round).ToArray()).ToArray();
        if (Type is "LineString" or "MultiLineString"
            && parts.SelectMany(p => p).FirstOrDefault(l => l.Length < 2) is { } dot)
            return ShapeErrors.Invalid(dot[0].X, dot[0].Y);
        if (Type is "Polygon" or "MultiPolygon")
        {
            if (mendRings) parts = [.. parts.Select(Mend)];
            foreach (var ring in parts.SelectMany(p => p))
                if (!ring[0].Equals2D(ring[^1])) return ShapeErrors.Unclosed(ring[0].X, ring[0].Y);
                else if (ring.Length < 4) return ShapeErrors.Invalid(ring[0].X, ring[0].Y);
        }
        var factory = ShapeText.Factory;
        return Shape.Of(Type switch
        {
            "Point" => factory.CreatePoint(parts[0][0][0]),
            "MultiPoint" => factory.CreateMultiPointFromCoords([.. parts.SelectMany(p => p).SelectMany(r => r)]),
            "LineString" => factory.CreateLineString(parts[0][0]),
            "MultiLineString" => factory.CreateMultiLineString(
                [.. parts.SelectMany(p => p).Select(factory.CreateLineString)]),
            "Polygon" => Area(factory, parts[0]),
            _ => factory.CreateMultiPolygon([.. parts.Select(p => Area(factory, p))]),
        });
    }

    private static Polygon Area(GeometryFactory factory, Coordinate[][] rings) => factory.CreatePolygon(
        factory.CreateLinearRing(rings[0]), [.. rings.Skip(1).Select(factory.CreateLinearRing)]);

    private static Coordinate[][] Mend(Coordinate[][] rings) =>
        [.. rings.Where((r, i) => i == 0 || r.Distinct().Count() > 2).Select(Close)];

    // Where one point was left out the ends are near; where half of the border was, nobody knows how it went.
    private static Coordinate[] Close(Coordinate[] ring)
    {
        var longest = ring.Zip(ring.Skip(1), (a, b) => a.Distance(b)).DefaultIfEmpty().Max();
        return ring.Length > 2 && !ring[0].Equals2D(ring[^1]) && ring[0].Distance(ring[^1]) <= longest
            ? [.. ring, ring[0].Copy()]
            : ring;
    }

    // Vertices that become one by rounding are one.
    private Coordinate[] Round(Coordinate[] ring)
    {
        var kept = new List<Coordinate>(ring.Length);
        foreach (var c in ring)
        {
            var rounded = new Coordinate(Math.Round(c.X, ShapeLimits.Places), Math.Round(c.Y, ShapeLimits.Places));
            if (kept.Count == 0 || Type is "Point" or "MultiPoint" || !kept[^1].Equals2D(rounded)) kept.Add(rounded);
        }
        return [.. kept];
    }
}
