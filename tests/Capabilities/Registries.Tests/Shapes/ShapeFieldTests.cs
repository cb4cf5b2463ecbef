using System.Text;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Shapes;

public class ShapeFieldTests
{
    [Theory, EachDatabase]
    public async Task Geometries_are_kept_and_shown(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Layers.Packs);
        var id = await city.PutAsync(
            Layers.Towns,
            new { name = "东城", area = Layers.Box(113.7, 23, 113.8, 23.1), office = "POINT (113.75 23.02)" });

        var record = await city.ReadWholeAsync(Layers.Towns, id);
        Assert.Equal("POINT (113.75 23.02)", record.Values["office"]!.ToString());
        Assert.Equal("Polygon", Assert.IsType<Shape>(record.Values["area"]).Type);
        var json = JsonSerializer.Serialize(record.Values["office"]);
        Assert.Equal("""{"type":"Point","coordinates":[113.75,23.02]}""", json);

        Assert.Equal("unchanged", (await city.WriteAsync(
            Layers.Towns, new { name = "东城", office = """{"type":"Point","coordinates":[113.75,23.02]}""" })).Outcome);
        Assert.Equal("changed", (await city.WriteAsync(
            Layers.Towns, new { name = "东城", office = "POINT (113.76 23.02)" })).Outcome);
        var history = (await city.Registers.HistoryAsync(
            Layers.Towns, id, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
        Assert.Equal(["office"], history[0].Changed);
        Assert.Equal("POINT (113.75 23.02)", history[1].Record.Values["office"]!.ToString());

        using var csv = new MemoryStream();
        await city.Registers.ExportAsync(Layers.Towns, new(), "csv", csv, RegisterCity.Root, null);
        Assert.Contains("POINT (113.76 23.02)", Encoding.UTF8.GetString(csv.ToArray()));
    }

    [Theory, EachDatabase]
    public async Task Lists_are_filtered_by_a_box(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Layers.Packs);
        for (var i = 0; i < 5; i++)
            await city.PutAsync(Layers.Towns, new { name = $"镇{i}", area = Layers.Box(113 + i, 23, 114 + i, 24) });
        await city.PutAsync(Layers.Towns, new { name = "没有图形" });

        Assert.Equal(["镇1", "镇2"], await Names(city, "area", "bbox", "114.5,23.5,115.5,23.6"));
        Assert.Equal(["镇0", "镇1"], await Names(city, "area", "bbox", "114,23.5,114,23.5"));
        Assert.Equal(["镇0", "镇1", "镇2", "镇3", "镇4"], await Names(city, "area", "bbox", "-180,-90,180,90"));
        Assert.Empty(await Names(city, "area", "bbox", "120,30,121,31"));
        Assert.Equal(["没有图形"], await Names(city, "area", "empty", "true"));

        foreach (var (op, value, code) in new[]
        {
            ("bbox", "1,2,3", "registries.filter.value"), ("bbox", "114,23,113,24", "registries.filter.value"),
            ("eq", "POINT (1 1)", "registries.filter.operator"), ("prefix", "1", "registries.filter.operator"),
        })
        {
            var query = new RecordQuery { Filters = [new("area", op, value)] };
            Assert.Equal(
                code, (await city.Registers.ListAsync(Layers.Towns, query, RegisterCity.Root, null)).Error!.Code);
        }
        Assert.Equal("registries.list.not-sortable", (await city.Registers.ListAsync(
            Layers.Towns, new() { Sort = "area" }, RegisterCity.Root, null)).Error!.Code);
    }

    private static async Task<List<string>> Names(RegisterCity city, string field, string op, string value)
    {
        var query = new RecordQuery { Filters = [new(field, op, value)] };
        var page = (await city.Registers.ListAsync(Layers.Towns, query, RegisterCity.Root, null)).Value;
        return [.. page.Items.Select(r => (string)r.Values["name"]!)];
    }
}
