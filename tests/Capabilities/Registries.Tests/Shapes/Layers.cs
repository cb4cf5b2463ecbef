using Lingnan.PackKit;
using Lingnan.PackKit.Registries;

namespace Lingnan.Registries.Tests.Shapes;

/// <summary>Declared registers with geometries.</summary>
internal static class Layers
{
    /// <summary>Areas of towns, and a point in each.</summary>
    public static RegistryDeclaration Towns { get; } = Declared.Divisions with
    {
        Table = "town", IdPrefix = "t", Key = ["name"], RegionField = null, DefaultSort = "name",
        ListFields = ["name"],
        Fields =
        [
            Declared.Field("name", FieldType.Text) with { Required = true, Privacy = Privacy.Public },
            Declared.Field("area", FieldType.Geometry) with
            {
                Kind = GeometryKind.Area, Privacy = Privacy.Public, Units = "test:division", UnitField = "name",
            },
            Declared.Field("office", FieldType.Geometry) with { Kind = GeometryKind.Point },
        ],
    };

    public static PackSet Packs { get; } = Declared.Packs(Declared.Divisions, Towns);

    /// <summary>A rectangle as WKT.</summary>
    public static string Box(double west, double south, double east, double north) => FormattableString.Invariant(
        $"POLYGON (({west} {south}, {east} {south}, {east} {north}, {west} {north}, {west} {south}))");
}
