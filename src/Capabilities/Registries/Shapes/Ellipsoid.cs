using Lingnan.Registries.Contracts;
using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Distance;

namespace Lingnan.Registries.Shapes;

/// <summary>Metres and square metres on the ellipsoid of WGS 84, which is that of CGCS2000 to a tenth of a
/// millimetre.</summary>
internal static class Ellipsoid
{
    private const double A = 6_378_137;
    private const double F = 1 / 298.257223563;
    private const double E2 = F * (2 - F);

    // What boxes are wider than they must be: more than rounding takes away.
    private const double Slack = 1.001;

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

    /// <summary>Boxes that hold all within so many metres of a place, and little more; two where they reach across the
    /// antimeridian.</summary>
    public static IReadOnlyList<ShapeBox> Within(double lon, double lat, double metres)
    {
        // A meridian's degree is shortest at the equator; one of a parallel shrinks towards the poles.
        var high = metres / Degree(0).Lat * Slack;
        var (south, north) = (Math.Max(lat - high, -90), Math.Min(lat + high, 90));
        var degree = Degree(Math.Max(Math.Abs(south), Math.Abs(north))).Lon;
        var wide = degree > 0 ? metres / degree * Slack : 180;
        if (wide >= 180) return [new(-180, south, 180, north)];
        var (west, east) = (lon - wide, lon + wide);
        return west < -180 ? [new(-180, south, east, north), new(west + 360, south, 180, north)]
            : east > 180 ? [new(west, south, 180, north), new(-180, south, east - 360, north)]
            : [new(west, south, east, north)];
    }

    /// <summary>Metres along the ellipsoid between a place and the nearest point of a geometry, 0 within it.</summary>
    public static double Metres(Geometry geometry, double lon, double lat)
    {
        if (geometry is Point point) return Metres(lon, lat, point.X, point.Y);
        var place = new Coordinate(lon, lat);
        if (geometry is IPolygonal && SimplePointInAreaLocator.Locate(place, geometry) != Location.Exterior) return 0;
        var here = ShapeText.Factory.CreatePoint(new Coordinate(0, 0));
        var nearest = DistanceOp.NearestPoints(InMetres(geometry, lon, lat), here)[0];
        var (x, y) = Degree(lat);
        return Metres(lon, lat, nearest.X / x + lon, nearest.Y / y + lat);
    }

    /// <summary>Metres along the ellipsoid between two places (Vincenty). Right to a millimetre but for places that lie
    /// opposite each other on the earth, where it does not end and half a meridian is answered.</summary>
    public static double Metres(double lon1, double lat1, double lon2, double lat2)
    {
        const double b = A * (1 - F);
        var (u1, u2) = (Math.Atan((1 - F) * Math.Tan(Radians(lat1))), Math.Atan((1 - F) * Math.Tan(Radians(lat2))));
        var (sinU1, cosU1) = Math.SinCos(u1);
        var (sinU2, cosU2) = Math.SinCos(u2);
        var apart = Radians(Math.IEEERemainder(lon2 - lon1, 360));
        var lambda = apart;
        for (var i = 0; i < 50; i++)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var sinSigma = Math.Sqrt(
                Square(cosU2 * sinLambda) + Square(cosU1 * sinU2 - sinU1 * cosU2 * cosLambda));
            if (sinSigma == 0) return 0;
            var cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            var cosAlpha2 = 1 - sinAlpha * sinAlpha;
            var cosMid = cosAlpha2 == 0 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cosAlpha2;
            var c = F / 16 * cosAlpha2 * (4 + F * (4 - 3 * cosAlpha2));
            var last = lambda;
            lambda = apart + (1 - c) * F * sinAlpha
                * (sigma + c * sinSigma * (cosMid + c * cosSigma * (2 * cosMid * cosMid - 1)));
            if (Math.Abs(lambda - last) > 1e-12) continue;
            var u = cosAlpha2 * (A * A - b * b) / (b * b);
            var big = 1 + u / 16384 * (4096 + u * (-768 + u * (320 - 175 * u)));
            var small = u / 1024 * (256 + u * (-128 + u * (74 - 47 * u)));
            var delta = small * sinSigma * (cosMid + small / 4 * (cosSigma * (2 * cosMid * cosMid - 1)
                - small / 6 * cosMid * (4 * sinSigma * sinSigma - 3) * (4 * cosMid * cosMid - 3)));
            return b * big * (sigma - delta);
        }
        return Math.PI * b;
    }

    private static double Square(double number) => number * number;

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
