using CsCheck;
using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Tests.Shapes;

/// <summary>Rows at random places, and answers about them that are worked out without any of the product.</summary>
internal static class Spots
{
    public const double West = 113, South = 22.5, East = 114.2, North = 23.5;

    public static RegistryDeclaration Register { get; } = Declared.Divisions with
    {
        Table = "spot", IdPrefix = "s", Key = ["name"], RegionField = null, DefaultSort = "name",
        Title = new LocalText("地点", "Spots"), ListFields = ["name"],
        Fields =
        [
            Declared.Field("name", FieldType.Text) with { Required = true, Privacy = Privacy.Public },
            Declared.Field("point", FieldType.Geometry) with { Kind = GeometryKind.Point, Privacy = Privacy.Public },
            Declared.Field("area", FieldType.Geometry) with { Kind = GeometryKind.Area, Privacy = Privacy.Public },
            Declared.Field("home", FieldType.Geometry) with { Kind = GeometryKind.Point, Privacy = Privacy.Personal },
        ],
    };

    public static PackSet Packs { get; } = Declared.Packs(Declared.Divisions, Register);

    public static Gen<(double Lon, double Lat)> Places { get; } = Gen.Select(
        Gen.Double[West, East].Select(Rounded), Gen.Double[South, North].Select(Rounded));

    /// <summary>Half of the sides are those of a grid, so that borders meet.</summary>
    public static Gen<ShapeBox> Boxes { get; } =
        from place in Places
        from size in Gen.Double[-4, -0.2].Select(e => Math.Pow(10, e))
        from flat in Gen.Double[0.05, 0.95]
        from isEven in Gen.Bool
        select isEven
            ? new ShapeBox(
                Math.Round(place.Lon, 2), Math.Round(place.Lat, 2), Math.Round(place.Lon + size * flat, 2) + 0.01,
                Math.Round(place.Lat + size * (1 - flat), 2) + 0.01)
            : new ShapeBox(
                place.Lon, place.Lat, Rounded(place.Lon + size * flat), Rounded(place.Lat + size * (1 - flat)));

    public static Gen<(double X, double Y)[]> Triangles { get; } =
        from place in Places
        from size in Gen.Double[-3, -0.5].Select(e => Math.Pow(10, e))
        from turn in Gen.Double[0, 2]
        select Enumerable.Range(0, 3).Select(i => (
            Rounded(place.Lon + size * Math.Cos(turn + i * (2 + turn / 3))),
            Rounded(place.Lat + size * Math.Sin(turn + i * (2 + turn / 3))))).ToArray();

    public static string Wkt((double X, double Y)[] ring) =>
        $"POLYGON (({string.Join(", ", ring.Append(ring[0]).Select(Pair))}))";

    private static string Pair((double X, double Y) place) => FormattableString.Invariant($"{place.X} {place.Y}");

    public static string Point((double Lon, double Lat) place) =>
        FormattableString.Invariant($"POINT ({place.Lon} {place.Lat})");

    /// <summary>Two convex rings meet unless a line along one of their edges parts them.</summary>
    public static bool Meet((double X, double Y)[] a, (double X, double Y)[] b) => !Part(a, b) && !Part(b, a);

    public static (double X, double Y)[] Corners(ShapeBox box) =>
        [(box.West, box.South), (box.East, box.South), (box.East, box.North), (box.West, box.North)];

    /// <summary>Metres by the chord through the earth between two places of the ellipsoid, bent again.</summary>
    public static double Metres((double Lon, double Lat) a, (double Lon, double Lat) b)
    {
        const double radius = 6_371_000;
        var (p, q) = (InSpace(a), InSpace(b));
        var chord = Math.Sqrt(p.Zip(q, (x, y) => (x - y) * (x - y)).Sum());
        return 2 * radius * Math.Asin(chord / 2 / radius);
    }

    /// <summary>The place of a box that is nearest to this one.</summary>
    public static (double Lon, double Lat) Nearest(ShapeBox box, (double Lon, double Lat) place) =>
        (Math.Clamp(place.Lon, box.West, box.East), Math.Clamp(place.Lat, box.South, box.North));

    private static bool Part((double X, double Y)[] a, (double X, double Y)[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var (from, to) = (a[i], a[(i + 1) % a.Length]);
            double Side((double X, double Y) p) => (to.Y - from.Y) * (p.X - from.X) - (to.X - from.X) * (p.Y - from.Y);
            if (b.Min(Side) > a.Max(Side) + 1e-15 || b.Max(Side) < a.Min(Side) - 1e-15) return true;
        }
        return false;
    }

    private static double[] InSpace((double Lon, double Lat) place)
    {
        const double a = 6_378_137, e2 = 0.00669437999014;
        var (lon, lat) = (place.Lon * Math.PI / 180, place.Lat * Math.PI / 180);
        var n = a / Math.Sqrt(1 - e2 * Math.Sin(lat) * Math.Sin(lat));
        return [
            n * Math.Cos(lat) * Math.Cos(lon), n * Math.Cos(lat) * Math.Sin(lon), n * (1 - e2) * Math.Sin(lat),
        ];
    }

    private static double Rounded(double degrees) => Math.Round(degrees, 8);
}
