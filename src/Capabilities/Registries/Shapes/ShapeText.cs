using Lingnan.Kernel;
using Lingnan.Registries.Contracts;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;

namespace Lingnan.Registries.Shapes;

/// <summary>Reads geometries written by others: well-known text or a GeoJSON geometry.</summary>
internal static class ShapeText
{
    /// <summary>Makes geometries of longitude and latitude.</summary>
    public static GeometryFactory Factory { get; } = new NtsGeometryServices(
        CoordinateArraySequenceFactory.Instance, new PrecisionModel(), 4326, GeometryOverlay.NG,
        new CoordinateEqualityComparer()).CreateGeometryFactory();

    /// <summary>The geometry; its form is right, but it may cross itself or lie anywhere. Open rings are refused unless
    /// they are to be mended.</summary>
    public static Result<Shape> Read(string text, bool mendRings = false)
    {
        var trimmed = text.AsSpan().TrimStart();
        var raw = trimmed.Length > 0 && trimmed[0] == '{' ? GeoJsonGeometry.Read(text) : WktReading.Read(text);
        return raw.Then(r => r.Build(mendRings));
    }
}
