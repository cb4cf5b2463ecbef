using CsCheck;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Tests.Shapes;

public class ShapeTextTests
{
    private static readonly Gen<Shape> Shapes =
        from lon in Gen.Double[74, 130]
        from lat in Gen.Double[4, 50]
        from size in Gen.Double[0.0001, 2]
        from points in Gen.Int[3, 40]
        from type in Gen.Int[0, 3]
        select ShapeText.Read(Text(lon, lat, size, points, type)).Value;

    [Fact]
    public void Bytes_and_texts_read_back_the_same() => Shapes.Sample(shape =>
    {
        Assert.Equal(shape, Shape.FromWkb(shape.ToWkb()));
        Assert.Equal(shape.ToWkb(), Shape.FromWkb(shape.ToWkb()).ToWkb());
        Assert.Equal(shape, ShapeText.Read(shape.ToWkt()).Value);
        Assert.Equal(shape, ShapeText.Read(shape.ToGeoJson()).Value);
        Assert.Equal(shape.ToWkb(), ShapeText.Read(shape.ToGeoJson()).Value.ToWkb());
    });

    [Theory]
    [InlineData("POINT (113.75 23.02)", null)]
    [InlineData("point(113.75 23.02)", null)]
    [InlineData("SRID=4490;POINT Z (113.75 23.02 7)", null)]
    [InlineData("MULTIPOINT ((113 23), (114 23))", null)]
    [InlineData("""{"type":"Point","coordinates":[113.75,23.02]}""", null)]
    [InlineData("{\n\"type\":\"Point\",\n\"coordinates\":[113.75,23.02,7]}", null)]
    [InlineData("POLYGON ((113 23, 114 23, 114 24, 113 24, 113 23), (113.4 23.4, 113.5 23.4, 113.5 23.5, 113.4 23.4))",
        null)]
    [InlineData("东莞", "unreadable")]
    [InlineData("POINT (113,75 23)", "unreadable")]
    [InlineData("POINT (113.75 23.02", "unreadable")]
    [InlineData("POINT (113.75 23.02) x", "unreadable")]
    [InlineData("POINT (NaN 23)", "unreadable")]
    [InlineData("POINT (1e999 23)", "unreadable")]
    [InlineData("{\"type\":\"Point\"", "unreadable")]
    [InlineData("""{"type":"Point","coordinates":["113","23"]}""", "unreadable")]
    [InlineData("""{"type":"Polygon","coordinates":[[113,23],[114,23]]}""", "unreadable")]
    [InlineData("POINT EMPTY", "empty")]
    [InlineData("""{"type":"Polygon","coordinates":[]}""", "empty")]
    [InlineData("GEOMETRYCOLLECTION (POINT (113 23))", "type")]
    [InlineData("""{"type":"GeometryCollection","geometries":[]}""", "type")]
    [InlineData("""{"type":"Point","coordinates":[1,2],"crs":{"type":"name","properties":{"name":"EPSG:3857"}}}""",
        "crs")]
    [InlineData("SRID=3857;POINT (12662000 2630000)", "crs")]
    [InlineData("POLYGON ((113 23, 114 23, 114 24, 113 24))", "unclosed")]
    [InlineData("""{"type":"Polygon","coordinates":[[[113,23],[114,23],[114,24],[113,24]]]}""", "unclosed")]
    [InlineData("POLYGON ((113 23, 114 24, 114 23, 113 24, 113 23))", "crossing")]
    [InlineData("POLYGON ((113 23, 114 23, 113 23))", "invalid")]
    [InlineData("POLYGON ((113 23, 114 23, 114 24, 113 24, 113 23), (115 23, 115.5 23, 115.5 23.5, 115 23))",
        "invalid")]
    [InlineData("POINT (23.02 113.75)", "swapped")]
    [InlineData("POINT (2.35 48.85)", "outside")]
    [InlineData("POINT (12662000 2630000)", "outside")]
    public void Says_what_is_wrong(string text, string? code)
    {
        var parsed = FieldParser.Parse(Declared.Field("x", FieldType.Geometry), text, Context);
        Assert.Equal(code is null ? null : "registries.shape." + code, parsed.IsOk ? null : parsed.Error!.Code);
    }

    [Theory]
    [InlineData(GeometryKind.Point, "POINT (113 23)", true)]
    [InlineData(GeometryKind.Point, "MULTIPOINT ((113 23))", false)]
    [InlineData(GeometryKind.Area, "POINT (113 23)", false)]
    [InlineData(GeometryKind.Area, "LINESTRING (113 23, 114 23)", false)]
    [InlineData(GeometryKind.Area, "MULTIPOLYGON (((113 23, 114 23, 114 24, 113 23)))", true)]
    [InlineData(GeometryKind.Any, "LINESTRING (113 23, 114 23)", true)]
    public void A_field_takes_its_kind_only(GeometryKind kind, string text, bool isTaken)
    {
        var parsed = FieldParser.Parse(Declared.Field("x", FieldType.Geometry) with { Kind = kind }, text, Context);
        Assert.Equal(isTaken, parsed.IsOk);
        if (!isTaken) Assert.Equal("registries.shape.kind", parsed.Error!.Code);
    }

    [Theory]
    [InlineData("POLYGON ((113 23, 113.005 23, 113.005 23.005, 113 23.005))", true)]
    [InlineData("POLYGON ((113 23, 113.01 23, 113.02 23.01, 113.03 23.03))", false)]
    public void A_field_may_have_rings_mended(string text, bool isClosed)
    {
        var field = Declared.Field("x", FieldType.Geometry);
        Assert.Equal("registries.shape.unclosed", FieldParser.Parse(field, text, Context).Error!.Code);
        var closed = FieldParser.Parse(field with { MendRings = true }, text, Context);
        Assert.Equal(isClosed, closed.IsOk);
        if (isClosed) Assert.Equal(5, ((Shape)closed.Value!).Vertices);
    }

    [Fact]
    public void A_crossing_is_named_by_its_place()
    {
        var parsed = FieldParser.Parse(
            Declared.Field("x", FieldType.Geometry), "POLYGON ((113 23, 114 24, 114 23, 113 24, 113 23))", Context);
        Assert.Equal(("113.5", "23.5"), (parsed.Error!.Args["lon"], parsed.Error!.Args["lat"]));
    }

    [Fact]
    public void Too_many_vertices_are_refused_before_they_are_built()
    {
        var ring = string.Join(", ", Enumerable.Range(0, ShapeLimits.VerticesMax + 1).Select(i => $"113.{i:D6} 23"));
        Assert.Equal("registries.shape.vertices", ShapeText.Read($"LINESTRING ({ring})").Error!.Code);
        var json = string.Join(",", Enumerable.Range(0, ShapeLimits.VerticesMax + 1).Select(i => $"[113.{i:D6},23]"));
        Assert.Equal("registries.shape.vertices",
            ShapeText.Read($$"""{"type":"LineString","coordinates":[{{json}}]}""").Error!.Code);
    }

    [Fact]
    public void Any_text_is_read_or_refused() =>
        Gen.OneOf(Gen.String, Gen.String.Select(s => "POLYGON ((" + s), Gen.String.Select(s => "{\"type\":" + s),
            Gen.String[Gen.Char["()[]{}, 0123456789.-POINTLGYE:\""], 0, 60]).Sample(text =>
        {
            _ = ShapeText.Read(text).IsOk;
        });

    [Theory]
    [InlineData(113.0, 23.0, 114.0, 24.0, 11_300e6)]
    [InlineData(113.0, 0.0001, 114.0, 1.0001, 12_309e6)]
    public void Areas_are_those_of_the_ellipsoid(double west, double south, double east, double north, double m2)
    {
        var area = ShapeText.Read(Layers.Box(west, south, east, north)).Value.AreaM2;
        Assert.InRange(area, m2 * 0.995, m2 * 1.005);
    }

    private static ValidationContext Context => new() { CodeList = _ => null, Today = new DateOnly(2026, 3, 1) };

    private static string Text(double lon, double lat, double size, int points, int type)
    {
        var around = Enumerable.Range(0, points).Select(i => i * 2 * Math.PI / points)
            .Select(a => FormattableString.Invariant(
                $"{lon + size * Math.Cos(a):R} {lat + size * Math.Sin(a):R}")).ToList();
        var ring = string.Join(", ", around.Append(around[0]));
        return type switch
        {
            0 => $"POINT ({around[0]})",
            1 => $"LINESTRING ({ring})",
            2 => $"POLYGON (({ring}))",
            _ => $"MULTIPOLYGON ((({ring})), (({ring})))",
        };
    }
}
