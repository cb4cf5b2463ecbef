using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using NetTopologySuite.Geometries;
using NetTopologySuite.Operation.Valid;

namespace Lingnan.Registries.Shapes;

/// <summary>What a geometry must be before it is kept.</summary>
internal static class ShapeRules
{
    public static Result<object?> Check(Shape shape, GeometryKind kind)
    {
        if (kind == GeometryKind.Point && shape.Type != "Point")
            return ShapeErrors.Kind(shape.Type, new("一个点（Point）", "one point (Point)"));
        if (kind == GeometryKind.Area && shape.Geometry is not IPolygonal)
            return ShapeErrors.Kind(
                shape.Type, new("面（Polygon 或 MultiPolygon）", "an area (Polygon or MultiPolygon)"));
        foreach (var c in shape.Geometry.Coordinates)
            if (!IsInChina(c.X, c.Y))
                return IsInChina(c.Y, c.X) ? ShapeErrors.Swapped(c.X, c.Y) : ShapeErrors.Outside(c.X, c.Y);
        return Fault(shape) is { } fault ? fault : Result<object?>.Ok(shape);
    }

    /// <summary>Why an area is none, or null: where it crosses itself, or what else is wrong and where.</summary>
    public static Error? Fault(Shape shape)
    {
        if (new IsValidOp(shape.Geometry).ValidationError is not { } fault) return null;
        return fault.ErrorType
            is TopologyValidationErrors.SelfIntersection or TopologyValidationErrors.RingSelfIntersection
            or TopologyValidationErrors.DisconnectedInteriors
            ? ShapeErrors.Crossing(fault.Coordinate.X, fault.Coordinate.Y)
            : ShapeErrors.Invalid(fault.Coordinate.X, fault.Coordinate.Y);
    }

    private static bool IsInChina(double lon, double lat) =>
        lon is >= ShapeLimits.West and <= ShapeLimits.East && lat is >= ShapeLimits.South and <= ShapeLimits.North;
}
