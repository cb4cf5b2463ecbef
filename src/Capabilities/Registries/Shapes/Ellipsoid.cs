using Lingnan.Registries.Contracts;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>Metres and square metres on the ellipsoid of WGS 84, which is that of CGCS2000 to a tenth of a
/// millimetre.</summary>
internal static class Ellipsoid
{
    private const double A = 6_378_137;
    private const double F = 1 / 298.257223563;
    private const double E2 = F * (2 - F);
    private static readonly double E = Math.Sqrt(E2);

    /// <summary>Area in square metres, by the equal-area projection onto the cylinder: exact but for edges, which run
    /// straight on it as they do in degrees.</summary>
    public static double Area(Geometry geometry)
    {
        var area = 0.0;
        for (var i = 0; i < geometry.NumGeometries; i++)
            if (geometry.GetGeometryN(i) is Polygon { IsEmpty: false } polygon)
                area += Ring(polygon.ExteriorRing) - polygon.InteriorRings.Sum(Ring);
        return area;
    }

    /// <summary>Metres for each degree of longitude and latitude at this latitude.</summary>
    public static (double Lon, double Lat) Degree(double lat)
    {
        var sin = Math.Sin(Radians(lat));
        var w = Math.Sqrt(1 - E2 * sin * sin);
        return (Radians(1) * A / w * Math.Cos(Radians(lat)), Radians(1) * A * (1 - E2) / (w * w * w));
    }

    /// <summary>The geometry in metres from a place; true near it.</summary>
    public static Geometry InMetres(Geometry geometry, double lon, double lat)
    {
        var (x, y) = Degree(lat);
        var moved = geometry.Copy();
        moved.Apply(new Projection(c => ((c.X - lon) * x, (c.Y - lat) * y)));
        moved.GeometryChanged();
        return moved;
    }

    /// <summary>The geometry in degrees again.</summary>
    public static Geometry InDegrees(Geometry geometry, double lon, double lat)
    {
        var (x, y) = Degree(lat);
        var moved = geometry.Copy();
        moved.Apply(new Projection(c => (c.X / x + lon, c.Y / y + lat)));
        moved.GeometryChanged();
        return moved;
    }

    /// <summary>The box of all within so many metres of a place.</summary>
    public static ShapeBox Around(double lon, double lat, double metres)
    {
        var (x, y) = Degree(lat);
        return new(lon - metres / x, lat - metres / y, lon + metres / x, lat + metres / y);
    }

    private static double Ring(LineString ring)
    {
        var sum = 0.0;
        var origin = ring.GetCoordinateN(0);
        for (var i = 0; i + 1 < ring.NumPoints; i++)
        {
            var (x1, y1) = Equal(ring.GetCoordinateN(i), origin);
            var (x2, y2) = Equal(ring.GetCoordinateN(i + 1), origin);
            sum += x1 * y2 - x2 * y1;
        }
        return Math.Abs(sum) / 2;
    }

    private static (double X, double Y) Equal(Coordinate c, Coordinate origin) =>
        (A * Radians(c.X - origin.X), A * (Q(c.Y) - Q(origin.Y)) / 2);

    private static double Q(double lat)
    {
        var s = Math.Sin(Radians(lat));
        return (1 - E2) * (s / (1 - E2 * s * s) - Math.Log((1 - E * s) / (1 + E * s)) / (2 * E));
    }

    private static double Radians(double degrees) => degrees * Math.PI / 180;

    private sealed class Projection(Func<Coordinate, (double X, double Y)> move) : ICoordinateSequenceFilter
    {
        public bool Done => false;
        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            var (x, y) = move(new Coordinate(seq.GetX(i), seq.GetY(i)));
            seq.SetX(i, x);
            seq.SetY(i, y);
        }
    }
}
