using System.Globalization;
using Lingnan.Kernel;

namespace Lingnan.Registries.Shapes;

/// <summary>What may be wrong with a geometry. Words for each code are in <c>Words/</c>, in both languages.</summary>
internal static class ShapeErrors
{
    public static Error Unreadable(int position) =>
        Error.Of("registries.shape.unreadable", ("position", position));
    public static Error Type(string type) => Error.Of("registries.shape.type", ("type", Cut(type)));
    public static Error Empty() => new("registries.shape.empty");
    public static Error TooMany() => Error.Of("registries.shape.vertices", ("max", ShapeLimits.VerticesMax));
    public static Error Unclosed(double lon, double lat) => At("registries.shape.unclosed", lon, lat);
    public static Error Crossing(double lon, double lat) => At("registries.shape.crossing", lon, lat);
    public static Error Invalid(double lon, double lat) => At("registries.shape.invalid", lon, lat);
    public static Error Swapped(double x, double y) => At("registries.shape.swapped", x, y);
    public static Error Outside(double lon, double lat) => At("registries.shape.outside", lon, lat);
    public static Error Kind(string type, LocalText expected) =>
        Error.Of("registries.shape.kind", ("type", type), ("expected", expected));
    public static Error Crs(string name) => Error.Of("registries.shape.crs", ("name", Cut(name)));
    public static Error Box() => new("registries.shape.box");
    public static Error AskedBox() => new("registries.place.box");
    public static Error Near() => Error.Of("registries.place.near", ("max", ShapeLimits.NearMetresMax));
    public static Error NearAlone() => new("registries.place.near-alone");
    public static Error TooDense() => Error.Of("registries.place.dense", ("max", ShapeLimits.NearRowsMax));
    public static Error NotPlaced(string register) => Error.Of("registries.place.no-field", ("register", register));
    public static Error Place() => new("registries.shape.place");
    public static Error NoGeometry(string register) => Error.Of("registries.shape.no-field", ("register", register));
    public static Error Within() => Error.Of("registries.shape.within", ("max", ShapeLimits.GapMetresMax));
    public static Error LayerTooLarge() => Error.Of("registries.shape.layer-size",
        ("areas", ShapeLimits.LayerAreasMax), ("vertices", ShapeLimits.LayerVerticesMax));
    public static Error UnitsTooMany() => Error.Of("registries.shape.units-size", ("max", ShapeLimits.UnitsMax));

    private static Error At(string code, double lon, double lat) =>
        Error.Of(code, ("lon", Text(lon)), ("lat", Text(lat)));

    private static string Text(double degrees) =>
        Math.Round(degrees, ShapeLimits.Places).ToString(CultureInfo.InvariantCulture);

    private static string Cut(string text) => text.Length <= 40 ? text : text[..40];
}
