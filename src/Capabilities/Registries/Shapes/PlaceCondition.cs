using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Filters;
using Lingnan.Registries.Storage;
using NetTopologySuite.Geometries;

namespace Lingnan.Registries.Shapes;

/// <summary>Where rows of a list lie. The index finds those whose box meets what is asked; areas and lines are then
/// looked at themselves.</summary>
internal sealed class PlaceCondition
{
    private readonly int _position;
    private readonly IReadOnlyList<Geometry> _asked;

    private PlaceCondition(PhysicalTable table, FieldDeclaration field, RecordPlace place)
    {
        (Field, _position, Boxes) = (table.Field(field.Name), table.IndexOf(field.Name), place.Boxes);
        _asked = [.. Boxes.Select(b => ShapeText.Factory.ToGeometry(new Envelope(b.West, b.East, b.South, b.North)))];
    }

    public PhysicalField Field { get; }

    public IReadOnlyList<ShapeBox> Boxes { get; }

    /// <summary>True where the index alone does not tell which rows are meant.</summary>
    public bool IsLookedAt => Boxes.Count > 0 && Field.Field.Kind != GeometryKind.Point;

    public static Result<PlaceCondition> Of(PhysicalTable table, RecordPlace place) =>
        table.Register.Fields.FirstOrDefault(f => f.Type == FieldType.Geometry
            && (place.Field is null || f.Name == place.Field)) is { } field
        ? new PlaceCondition(table, field, place)
        : ShapeErrors.NotPlaced(table.Register.Title.ToString());

    /// <summary>What a filter would say of boxes: whoever may not ask the one may not ask the other.</summary>
    public FilterNode Node(IReadOnlyList<ShapeBox> boxes) => boxes
        .Select(b => (FilterNode)new Meets(
            default, Field.Field.Name, new FilterValue(default, b.ToString(), IsQuoted: true)))
        .Aggregate((a, b) => new Or(default, a, b));

    /// <summary>True when the geometry itself meets what is asked.</summary>
    public bool Holds(StoredRow row) => !IsLookedAt
        || (row.Cells[_position] is ShapeCell cell && Shape.FromWkb(cell.Wkb).Geometry is var shape
            && _asked.Any(shape.Intersects));

    /// <summary>Metres from a place to the geometry, 0 within it; null where there is none.</summary>
    public double? Metres(StoredRow row, NearPlace place) => row.Cells[_position] is ShapeCell cell
        ? Ellipsoid.Metres(Shape.FromWkb(cell.Wkb).Geometry, place.Lon, place.Lat)
        : null;
}
