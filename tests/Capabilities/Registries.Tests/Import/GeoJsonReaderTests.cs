using System.Text;
using Lingnan.Registries.Import;
using Lingnan.Registries.Tests.Shapes;

namespace Lingnan.Registries.Tests.Import;

public class GeoJsonReaderTests
{
    private const string Point = """{"type":"Point","coordinates":[113.7,23]}""";

    [Fact]
    public async Task Properties_are_columns_and_the_geometry_one_more()
    {
        var (reader, rows) = await ReadAsync(Collection(
            Feature("""{"name":"东城","id":7}"""), Feature("""{"name":"南城","late":null,"deep":{"a":1}}"""),
            """{"type":"Feature","properties":null,"geometry":null}"""));
        Assert.Equal("geojson", reader.Format);
        Assert.Equal(["name", "id", "late", "deep", "area"], reader.Headers);
        Assert.Equal([1L, 2L, 3L], rows.Select(r => r.Line));
        Assert.Equal(["东城", "7", null, null, Point], rows[0].Cells.Select(c => c.Text));
        Assert.True(rows[0].Cells[2].IsAbsent);
        Assert.Equal("registries.import.nested-json", rows[1].Cells[3].Fault!.Code);
        Assert.Null(rows[2].Cells[4].Text);
    }

    [Theory]
    [InlineData("""{"type":"FeatureCollection","features":[""", "registries.import.geojson-broken")]
    [InlineData("""{"type":"FeatureCollection","features":[{]}""", "registries.import.geojson-broken")]
    [InlineData("""{"type":"FeatureCollection"}""", "registries.import.geojson-shape")]
    [InlineData("""{"type":"FeatureCollection","features":{}}""", "registries.import.geojson-shape")]
    [InlineData("""{"type":"Feature","geometry":null,"properties":{}}""", "registries.import.geojson-shape")]
    [InlineData("[1]", "registries.import.geojson-shape")]
    [InlineData("""{"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}""",
        "registries.shape.crs")]
    [InlineData("""{"features":[],"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"EPSG:2000"}}}""",
        "registries.shape.crs")]
    public async Task A_file_that_is_none_is_refused(string text, string code)
    {
        var fault = await Assert.ThrowsAsync<TableFault>(() => ReadAsync(text));
        Assert.Equal(code, fault.Error.Code);
    }

    [Fact]
    public async Task What_is_broken_is_told_by_its_line()
    {
        var fault = await Assert.ThrowsAsync<TableFault>(
            () => ReadAsync("{\"type\":\"FeatureCollection\",\n\"features\":[\n{\"type\":\"Feature\",}]}"));
        Assert.Equal(3L, fault.Error.Args["line"]);
    }

    [Fact]
    public async Task A_feature_that_is_none_is_one_refused_row()
    {
        var (_, rows) = await ReadAsync(Collection("7", Feature("{}"), """{"type":"Point"}"""));
        Assert.Equal(
            ["registries.import.feature", null, "registries.import.feature"], rows.Select(r => r.Fault?.Code));
    }

    [Fact]
    public async Task Large_files_are_read_in_little_memory()
    {
        var ring = string.Join(",", Enumerable.Range(0, 4000).Select(i => $"[113.{i:D4},23.5]"));
        var feature =
            $$$"""{"type":"Feature","properties":{"name":"镇"},"geometry":{"type":"LineString","coordinates":[{{{ring}}}]}}""";
        var (_, rows) = await ReadAsync(Collection([.. Enumerable.Repeat(feature, 300)]), keep: false);
        Assert.Equal(300, rows.Count);

        var huge = Feature("""{"name":"x"}""").Replace("113.7", new string('1', 5 << 20), StringComparison.Ordinal);
        var fault = await Assert.ThrowsAsync<TableFault>(() => ReadAsync(Collection(Feature("{}"), huge)));
        Assert.Equal("registries.import.feature-size", fault.Error.Code);
        Assert.Equal(2L, fault.Error.Args["number"]);
    }

    [Fact]
    public async Task An_import_keeps_good_features_and_names_bad_ones()
    {
        await using var city = await ImportCity.CreateAsync(Platform.Storage.Engine.Sqlite, Layers.Packs);
        var import = await city.RunAsync(Layers.Towns, Encoding.UTF8.GetBytes(Collection(
            Area("东城", "[[113,23],[113.1,23],[113.1,23.1],[113,23]]"),
            Area("自交", "[[113,23],[113.1,23.1],[113.1,23],[113,23.1],[113,23]]"),
            Area("反了", "[[23,113],[23,113.1],[23.1,113.1],[23,113]]"))), "towns.geojson");
        Assert.Equal((1L, 2L), (import.Created, import.Refused));
        Assert.Equal(
            [(2L, "registries.shape.crossing"), (3L, "registries.shape.swapped")],
            (await city.RefusedAsync(import)).Select(r => (r.Line, r.Fault.Error.Code)));
        Assert.Contains("自交", await city.MendFileAsync(import));
    }

    private static string Collection(params string[] features) =>
        $$"""{"type":"FeatureCollection","name":"x","features":[{{string.Join(",\n", features)}}]}""";

    private static string Feature(string properties) =>
        $$"""{"type":"Feature","properties":{{properties}},"geometry":{{Point}}}""";

    private static string Area(string name, string ring) =>
        $$$"""{"type":"Feature","properties":{"name":"{{{name}}}"},"geometry":{"type":"Polygon","coordinates":[{{{ring}}}]}}""";

    private static async Task<(ITableReader Reader, List<TableRow> Rows)> ReadAsync(string text, bool keep = true)
    {
        await using var reader = await TableFiles.OpenAsync(
            new MemoryStream(Encoding.UTF8.GetBytes(text)), "towns.geojson", Layers.Towns, CancellationToken.None);
        var rows = new List<TableRow>();
        await foreach (var row in reader.ReadAsync(CancellationToken.None))
            rows.Add(keep ? row : new TableRow(row.Line, []));
        return (reader, rows);
    }
}
