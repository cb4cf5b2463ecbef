using Lingnan.Registries.Contracts;
using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using NetTopologySuite.Operation.Buffer;
using NetTopologySuite.Operation.Overlay;
using NetTopologySuite.Operation.OverlayNG;

namespace Lingnan.Registries.Shapes;

/// <summary>Finds what is wrong between the areas of a layer. Pure. It is worked out in metres from the middle of the
/// layer; areas are measured on the ellipsoid.</summary>
internal sealed class LayerDefects
{
    private const double Touching = 0.5;

    private static readonly BufferParameters Mitred = new(8, EndCapStyle.Square, JoinStyle.Mitre, 2);

    private readonly List<(LayerArea Area, Geometry InMetres)> _areas = [];
    private readonly STRtree<int> _index = new();
    private readonly double _lon;
    private readonly double _lat;

    public LayerDefects(IReadOnlyList<(LayerArea Area, Shape Shape)> areas)
    {
        var all = new Envelope();
        foreach (var (_, shape) in areas) all.ExpandToInclude(shape.Geometry.EnvelopeInternal);
        (_lon, _lat) = all.IsNull ? (0, 0) : (all.Centre.X, all.Centre.Y);
        foreach (var (area, shape) in areas)
        {
            var metres = Ellipsoid.InMetres(shape.Geometry, _lon, _lat);
            _index.Insert(metres.EnvelopeInternal, _areas.Count);
            _areas.Add((area, metres));
        }
    }

    /// <summary>Ground claimed twice, for each pair of areas, the largest first.</summary>
    public IReadOnlyList<AreaOverlap> Overlaps()
    {
        var overlaps = new List<AreaOverlap>();
        for (var i = 0; i < _areas.Count; i++)
            foreach (var j in _index.Query(_areas[i].InMetres.EnvelopeInternal).Where(j => j > i).Order())
            {
                var shared = OverlayNGRobust.Overlay(
                    _areas[i].InMetres, _areas[j].InMetres, SpatialFunction.Intersection);
                var area = Area(shared);
                if (area < ShapeLimits.OverlapMin) continue;
                var (lon, lat) = PlaceIn(shared);
                overlaps.Add(new(_areas[i].Area, _areas[j].Area, Math.Round(area), lon, lat));
            }
        return [.. overlaps.OrderByDescending(o => o.AreaM2)];
    }

    /// <summary>Ground between neighbours that none claims, the largest first: holes of the layer, and narrow strips
    /// that vanish when its areas are grown and shrunk again.</summary>
    public IReadOnlyList<AreaGap> Gaps()
    {
        if (_areas.Count < 2) return [];
        var union = OverlayNGRobust.Union([.. _areas.Select(a => a.InMetres)]);
        var holes = Parts(union).SelectMany(p => p.InteriorRings)
            .Select(r => ShapeText.Factory.CreatePolygon((LinearRing)r.Copy())).ToList();
        var gaps = holes.Select(h => Gap(h, isEnclosed: true)).OfType<AreaGap>().ToList();
        var half = ShapeLimits.GapWidth / 2;
        var closed = BufferOp.Buffer(BufferOp.Buffer(union, half, Mitred), -half, Mitred);
        var filled = ShapeText.Factory.BuildGeometry([.. holes.Append(union)]);
        var strips = OverlayNGRobust.Overlay(
            closed, OverlayNGRobust.Union([filled]), SpatialFunction.Difference);
        gaps.AddRange(Parts(strips).Select(s => Gap(s, isEnclosed: false)).OfType<AreaGap>());
        return [.. gaps.OrderByDescending(g => g.AreaM2)];
    }

    // A dent in one area's border is its shape; only what lies between two is a gap.
    private AreaGap? Gap(Polygon part, bool isEnclosed)
    {
        var area = Area(part);
        if (area < ShapeLimits.OverlapMin) return null;
        var near = part.EnvelopeInternal.Copy();
        near.ExpandBy(Touching);
        var neighbours = _index.Query(near).Where(i => _areas[i].InMetres.IsWithinDistance(part, Touching)).Order()
            .Select(i => _areas[i].Area).ToList();
        if (neighbours.Count < 2) return null;
        var (lon, lat) = PlaceIn(part);
        return new(neighbours, Math.Round(area), Math.Round(2 * part.Area / part.Length, 1), isEnclosed, lon, lat);
    }

    private double Area(Geometry metres) => Ellipsoid.Area(Ellipsoid.InDegrees(metres, _lon, _lat));

    private (double Lon, double Lat) PlaceIn(Geometry metres)
    {
        var place = Ellipsoid.InDegrees(metres.InteriorPoint, _lon, _lat).Coordinate;
        return (Math.Round(place.X, 6), Math.Round(place.Y, 6));
    }

    private static IEnumerable<Polygon> Parts(Geometry geometry) =>
        Enumerable.Range(0, geometry.NumGeometries).Select(geometry.GetGeometryN).OfType<Polygon>()
            .Where(p => !p.IsEmpty);
}
