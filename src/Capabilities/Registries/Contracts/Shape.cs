using System.Text.Json.Serialization;
using Lingnan.Registries.Shapes;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace Lingnan.Registries.Contracts;

/// <summary>A geometry in degrees of longitude and latitude: the value of a geometry field. Immutable. Coordinates have
/// at most eight decimal places, about a millimetre. In JSON it is a GeoJSON geometry.</summary>
[JsonConverter(typeof(ShapeJson))]
public sealed class Shape : IEquatable<Shape>
{
    private Shape(Geometry geometry) => Geometry = geometry;

    /// <summary>Type, as GeoJSON names it.</summary>
    public string Type => Geometry.GeometryType;

    /// <summary>Number of vertices.</summary>
    public int Vertices => Geometry.NumPoints;

    /// <summary>The box around it.</summary>
    public ShapeBox Box => new(
        Geometry.EnvelopeInternal.MinX, Geometry.EnvelopeInternal.MinY, Geometry.EnvelopeInternal.MaxX,
        Geometry.EnvelopeInternal.MaxY);

    /// <summary>True for one polygon or several.</summary>
    public bool IsArea => Geometry is IPolygonal;

    /// <summary>Area on the ellipsoid in square metres; 0 for points and lines.</summary>
    public double AreaM2 => Ellipsoid.Area(Geometry);

    internal Geometry Geometry { get; }

    /// <summary>The lines that draw it: rings of areas, lines, and points as lines of one place.</summary>
    public IReadOnlyList<IReadOnlyList<(double Lon, double Lat)>> ToLines()
    {
        var lines = new List<IReadOnlyList<(double, double)>>();
        for (var i = 0; i < Geometry.NumGeometries; i++)
            foreach (var ring in Rings(Geometry.GetGeometryN(i)))
                lines.Add([.. ring.Coordinates.Select(c => (c.X, c.Y))]);
        return lines;
    }

    /// <summary>Well-known text.</summary>
    public string ToWkt() => ShapePrinter.Wkt(Geometry);

    /// <summary>GeoJSON geometry.</summary>
    public string ToGeoJson() => ShapePrinter.GeoJson(Geometry);

    /// <summary>Well-known binary, little-endian.</summary>
    public byte[] ToWkb() => new WKBWriter(ByteOrder.LittleEndian).Write(Geometry);

    /// <summary>The geometry that <see cref="ToWkb"/> wrote.</summary>
    public static Shape FromWkb(byte[] wkb) => new(new WKBReader(ShapeText.Factory.GeometryServices).Read(wkb));

    internal static Shape Of(Geometry geometry) => new(geometry);

    /// <inheritdoc />
    public bool Equals(Shape? other) => other is not null && Geometry.EqualsExact(other.Geometry);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as Shape);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Type, Vertices, Box);

    /// <summary>Well-known text.</summary>
    public override string ToString() => ToWkt();

    private static IEnumerable<Geometry> Rings(Geometry part) =>
        part is Polygon polygon ? [polygon.ExteriorRing, .. polygon.InteriorRings] : [part];
}
