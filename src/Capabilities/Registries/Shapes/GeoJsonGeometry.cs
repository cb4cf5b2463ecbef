using System.Text.Json;
using Lingnan.Kernel;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>Reads a GeoJSON geometry (RFC 7946).</summary>
internal static class GeoJsonGeometry
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    public static Result<RawShape> Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Json);
            return Read(document.RootElement);
        }
        catch (JsonException fault)
        {
            return ShapeErrors.Unreadable((int)Math.Min(int.MaxValue, (fault.BytePositionInLine ?? 0) + 1));
        }
    }

    public static Result<RawShape> Read(JsonElement geometry)
    {
        if (geometry.ValueKind != JsonValueKind.Object
            || !geometry.TryGetProperty("type", out var named) || named.ValueKind != JsonValueKind.String)
            return ShapeErrors.Unreadable(1);
        if (geometry.TryGetProperty("crs", out var crs) && CheckCrs(crs) is { } wrong) return wrong;
        var type = named.GetString()!;
        if (!RawShape.Depths.TryGetValue(type, out var depth)) return ShapeErrors.Type(type);
        if (!geometry.TryGetProperty("coordinates", out var coordinates)) return ShapeErrors.Empty();
        var count = 0;
        var parts = Parts(type, depth, coordinates, ref count);
        if (count > ShapeLimits.VerticesMax) return ShapeErrors.TooMany();
        return parts is null ? ShapeErrors.Unreadable(1) : new RawShape(type, parts);
    }

    /// <summary>What is wrong with a named coordinate system; null for WGS 84 and CGCS2000 in degrees.</summary>
    public static Error? CheckCrs(JsonElement crs)
    {
        if (crs.ValueKind == JsonValueKind.Null) return null;
        var name = crs.ValueKind == JsonValueKind.Object
            && crs.TryGetProperty("properties", out var p) && p.ValueKind == JsonValueKind.Object
            && p.TryGetProperty("name", out var n) && n.ValueKind == JsonValueKind.String ? n.GetString()! : "?";
        var code = name[(name.LastIndexOf(':') + 1)..];
        return code is "CRS84" or "4326" or "4490" ? null : ShapeErrors.Crs(name);
    }

    private static IReadOnlyList<IReadOnlyList<Coordinate[]>>? Parts(
        string type, int depth, JsonElement coordinates, ref int count)
    {
        if (depth == 0) return Place(coordinates, ref count) is { } place ? [[[place]]] : null;
        if (depth == 1) return Ring(coordinates, ref count) is { } ring ? [[ring]] : null;
        if (depth == 2)
        {
            if (Rings(coordinates, ref count) is not { } rings) return null;
            return type == "Polygon" ? [rings] : [.. rings.Select(r => (IReadOnlyList<Coordinate[]>)[r])];
        }
        if (coordinates.ValueKind != JsonValueKind.Array) return null;
        var parts = new List<IReadOnlyList<Coordinate[]>>();
        foreach (var part in coordinates.EnumerateArray())
            if (Rings(part, ref count) is { } rings) parts.Add(rings);
            else return null;
        return parts;
    }

    private static List<Coordinate[]>? Rings(JsonElement element, ref int count)
    {
        if (element.ValueKind != JsonValueKind.Array) return null;
        var rings = new List<Coordinate[]>();
        foreach (var item in element.EnumerateArray())
            if (Ring(item, ref count) is { } ring) rings.Add(ring);
            else return null;
        return rings;
    }

    private static Coordinate[]? Ring(JsonElement element, ref int count)
    {
        if (element.ValueKind != JsonValueKind.Array || count > ShapeLimits.VerticesMax) return null;
        var ring = new List<Coordinate>();
        foreach (var item in element.EnumerateArray())
            if (Place(item, ref count) is { } place) ring.Add(place);
            else return null;
        return [.. ring];
    }

    private static Coordinate? Place(JsonElement element, ref int count)
    {
        if (++count > ShapeLimits.VerticesMax || element.ValueKind != JsonValueKind.Array
            || element.GetArrayLength() is < 2 or > 4)
            return null;
        return element[0].ValueKind == JsonValueKind.Number && element[1].ValueKind == JsonValueKind.Number
            && element[0].TryGetDouble(out var x) && element[1].TryGetDouble(out var y)
            && double.IsFinite(x) && double.IsFinite(y) ? new Coordinate(x, y) : null;
    }
}
