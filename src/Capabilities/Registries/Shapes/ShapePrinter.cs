using System.Globalization;
using System.Text;
using Lingnan.Registries.Contracts;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>Prints geometries. Numbers are the shortest that read back the same.</summary>
internal static class ShapePrinter
{
    public static string Wkt(Geometry geometry)
    {
        var text = new StringBuilder(geometry.GeometryType.ToUpperInvariant()).Append(' ');
        Print(text, geometry, "(", ")", " ", isPointBare: false);
        return text.ToString();
    }

    public static string GeoJson(Geometry geometry)
    {
        var text = new StringBuilder($$"""{"type":"{{geometry.GeometryType}}","coordinates":""");
        Print(text, geometry, "[", "]", ",", isPointBare: true);
        return text.Append('}').ToString();
    }

    /// <summary>GeoJSON geometry whose outer rings run against the clock and whose holes run with it, as RFC 7946
    /// asks of writers; geometries are kept as they came.</summary>
    public static string Feature(Shape shape) => GeoJson(shape.IsArea ? Turned(shape.Geometry) : shape.Geometry);

    private static Geometry Turned(Geometry geometry) => geometry switch
    {
        Polygon area => geometry.Factory.CreatePolygon(
            Turned((LinearRing)area.ExteriorRing, isOuter: true),
            [.. area.InteriorRings.Select(r => Turned((LinearRing)r, isOuter: false))]),
        _ => geometry.Factory.CreateMultiPolygon([
            .. Enumerable.Range(0, geometry.NumGeometries).Select(i => (Polygon)Turned(geometry.GetGeometryN(i)))]),
    };

    private static LinearRing Turned(LinearRing ring, bool isOuter) =>
        ring.IsCCW == isOuter ? ring : (LinearRing)ring.Reverse();

    private static void Print(
        StringBuilder text, Geometry geometry, string open, string close, string between, bool isPointBare)
    {
        if (geometry is Point point)
        {
            if (isPointBare) Place(text, point.Coordinate, open, close, between);
            else Place(text.Append(open), point.Coordinate, "", "", between).Append(close);
            return;
        }
        text.Append(open);
        if (geometry is LineString line)
        {
            for (var i = 0; i < line.NumPoints; i++)
                Place(
                    Part(text, i), line.GetCoordinateN(i), isPointBare ? open : "", isPointBare ? close : "", between);
        }
        else if (geometry is Polygon area)
        {
            Print(text, area.ExteriorRing, open, close, between, isPointBare);
            foreach (var hole in area.InteriorRings) Print(text.Append(','), hole, open, close, between, isPointBare);
        }
        else
        {
            for (var i = 0; i < geometry.NumGeometries; i++)
                Print(Part(text, i), geometry.GetGeometryN(i), open, close, between, isPointBare);
        }
        text.Append(close);
    }

    private static StringBuilder Part(StringBuilder text, int i) => i == 0 ? text : text.Append(',');

    private static StringBuilder Place(StringBuilder text, Coordinate c, string open, string close, string between) =>
        text.Append(open).Append(Number(c.X)).Append(between).Append(Number(c.Y)).Append(close);

    private static string Number(double degrees) => degrees.ToString("R", CultureInfo.InvariantCulture);
}
