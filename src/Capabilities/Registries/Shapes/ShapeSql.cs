using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Shapes;

/// <summary>Conditions on places.</summary>
internal static class ShapeSql
{
    /// <summary>That the box of a geometry meets this one; the quad-tree index finds them.</summary>
    public static void AppendMeets(SqlText sql, PhysicalField field, ShapeBox box)
    {
        var key = PhysicalTable.Filterable(field);
        var (names, tops) = QuadCell.Around(box);
        sql.Append("((").AppendIn(key, names);
        foreach (var top in tops)
            if (top.Length == 0) sql.Append($" OR {key} >= '0'");
            else sql.Append(" OR ").Append($"({key} >= {sql.Parameter(top)} AND {key} < {sql.Parameter(top + "4")})");
        var (west, south, east, north) = (field.Bounds[0], field.Bounds[1], field.Bounds[2], field.Bounds[3]);
        sql.Append($") AND {west.Name} <= {sql.Parameter(ShapeCell.Whole(box.East))}")
            .Append($" AND {east.Name} >= {sql.Parameter(ShapeCell.Whole(box.West))}")
            .Append($" AND {south.Name} <= {sql.Parameter(ShapeCell.Whole(box.North))}")
            .Append($" AND {north.Name} >= {sql.Parameter(ShapeCell.Whole(box.South))})");
    }

    /// <summary>That the box of a geometry meets one of these.</summary>
    public static void AppendMeetsAny(SqlText sql, PhysicalField field, IReadOnlyList<ShapeBox> boxes) =>
        AppendAny(sql, boxes, box => AppendMeets(sql, field, box));

    /// <summary>That the box of a geometry lies wholly in one of these, so that the geometry does.</summary>
    public static void AppendWithinAny(SqlText sql, PhysicalField field, IReadOnlyList<ShapeBox> boxes) =>
        AppendAny(sql, boxes, box =>
        {
            var (west, south, east, north) = (field.Bounds[0], field.Bounds[1], field.Bounds[2], field.Bounds[3]);
            sql.Append($"({west.Name} >= {sql.Parameter(ShapeCell.Whole(box.West))}")
                .Append($" AND {east.Name} <= {sql.Parameter(ShapeCell.Whole(box.East))}")
                .Append($" AND {south.Name} >= {sql.Parameter(ShapeCell.Whole(box.South))}")
                .Append($" AND {north.Name} <= {sql.Parameter(ShapeCell.Whole(box.North))})");
        });

    private static void AppendAny(SqlText sql, IReadOnlyList<ShapeBox> boxes, Action<ShapeBox> append)
    {
        for (var i = 0; i < boxes.Count; i++)
        {
            sql.Append(i == 0 ? "(" : " OR ");
            append(boxes[i]);
        }
        sql.Append(")");
    }
}
