using System.Net;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Shapes;

public class PlacedHttpTests
{
    private const string Path = "/api/registries/test/spot";

    [Theory, EachDatabase]
    public async Task Rows_are_asked_for_by_place_over_http(Engine engine)
    {
        await using var city = await StartAsync(engine);
        using var anyone = city.Nobody();
        Assert.Equal(["东", "西"], await NamesAsync(anyone, "bbox=113.7,23,113.8,23.1"));
        Assert.Equal(["西"], await NamesAsync(anyone, "bbox=113.7,23,113.745,23.1&geometry=point"));
        // The box of the triangle meets this, the triangle does not.
        Assert.Empty(await NamesAsync(anyone, "bbox=113.78,23.08,113.8,23.1&geometry=area"));
        Assert.Equal(["东"], await NamesAsync(anyone, "bbox=113.71,23.01,113.72,23.02&geometry=area"));
        // Across the antimeridian: from 113.75 eastwards around the earth to 113.7.
        Assert.Equal(["东"], await NamesAsync(anyone, "bbox=113.75,22,113.7,24"));
        Assert.Empty(await NamesAsync(anyone, "bbox=170,22,-170,24"));

        var near = await JsonAsync(anyone, "near=113.741,23.02,5000");
        Assert.Equal(["西", "东"], near.GetProperty("items").EnumerateArray().Select(Name));
        Assert.Equal(102.5, near.GetProperty("items")[0].GetProperty("distanceM").GetDouble(), 0.5);
        Assert.Equal(["西"], await NamesAsync(anyone, "near=113.741,23.02"));
        Assert.Equal(["东"], await NamesAsync(anyone, "near=113.72,23.02,10&geometry=area"));

        var areas = (await JsonAsync(anyone, "bbox=113.7,23,113.8,23.1")).GetProperty("items")[0]
            .GetProperty("areasM2");
        // Half of 0.1 by 0.1 degrees, which are 10.25 by 11.08 km here.
        Assert.Equal(56.76e6, areas.GetProperty("area").GetDouble(), 0.1e6);
        Assert.False(areas.TryGetProperty("point", out _));
        Assert.False((await JsonAsync(anyone, "fields=name")).GetProperty("items")[0].TryGetProperty("areasM2", out _));
    }

    [Theory]
    [InlineData("bbox=", 422, "registries.place.box")]
    [InlineData("bbox=113,23,114", 422, "registries.place.box")]
    [InlineData("bbox=113,23,0,114,24,10", 422, "registries.place.box")]
    [InlineData("bbox=113,24,114,23", 422, "registries.place.box")]
    [InlineData("bbox=181,23,182,24", 422, "registries.place.box")]
    [InlineData("bbox=a,b,c,d", 422, "registries.place.box")]
    [InlineData("bbox=NaN,NaN,NaN,NaN", 422, "registries.place.box")]
    [InlineData("bbox=1e400,0,1,1", 422, "registries.place.box")]
    [InlineData("bbox=113,23,114,24&bbox=113,23,114,24", 422, "registries.place.box")]
    [InlineData("near=113", 422, "registries.place.near")]
    [InlineData("near=113,23,0", 422, "registries.place.near")]
    [InlineData("near=113,23,50001", 422, "registries.place.near")]
    [InlineData("near=113,23,-5", 422, "registries.place.near")]
    [InlineData("near=113,23,1.5", 422, "registries.place.near")]
    [InlineData("near=113,23,5,5", 422, "registries.place.near")]
    [InlineData("near=Infinity,23", 422, "registries.place.near")]
    [InlineData("near=23.02,113.75", 422, "registries.shape.swapped")]
    [InlineData("near=200,23", 422, "registries.shape.place")]
    [InlineData("near=113,23&sort=name", 422, "registries.place.near-alone")]
    [InlineData("near=113,23&cursor=x", 422, "registries.place.near-alone")]
    [InlineData("near=113,23&total=true", 422, "registries.place.near-alone")]
    [InlineData("near=113,23&limit=0", 422, "registries.list.limit")]
    [InlineData("near=113,23&geometry=name", 422, "registries.place.no-field")]
    [InlineData("bbox=113,23,114,24&geometry=nothing", 422, "registries.place.no-field")]
    [InlineData("bbox=113,23,114,24&geometry=home", 403, "registries.unmask.forbidden")]
    public async Task Bad_questions_are_told(string query, int status, string code)
    {
        await using var city = await StartAsync(Engine.Sqlite);
        using var anyone = city.Nobody();
        using var answer = await anyone.GetAsync($"{Path}?{query}");
        var told = await HttpCity.JsonAsync(answer);
        Assert.Equal(code, told.GetProperty("code").GetString());
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEmpty(told.GetProperty("title").GetString()!);
    }

    [Fact]
    public async Task Registers_without_a_geometry_say_so_and_closed_ones_say_nothing()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("read@");
        using var none = await clerk.GetAsync("/api/registries/test/division?bbox=113,23,114,24");
        Assert.Equal(
            "registries.place.no-field", (await HttpCity.JsonAsync(none)).GetProperty("code").GetString());
        using var anyone = city.Nobody();
        foreach (var query in (string[])["bbox=1", "near=1", "bbox=113,23,114,24"])
        {
            using var closed = await anyone.GetAsync("/api/registries/test/person?" + query);
            Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        }
    }

    [Theory, EachDatabase]
    public async Task Features_leave_as_geojson(Engine engine)
    {
        await using var city = await StartAsync(engine);
        using var officer = city.As("read@,export@");
        using var answer = await officer.GetAsync($"{Path}/export?format=geojson&geometry=area");
        Assert.Equal("application/geo+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("test-spot.geojson", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var collection = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("FeatureCollection", collection.GetProperty("type").GetString());
        var features = collection.GetProperty("features").EnumerateArray().ToList();
        Assert.Equal(3, features.Count);
        var east = features.Single(f => Property(f, "name").GetString() == "东");
        // Kept with the clock, written against it.
        Assert.Equal(
            "[[[113.7,23],[113.8,23],[113.7,23.1],[113.7,23]]]",
            east.GetProperty("geometry").GetProperty("coordinates").GetRawText());
        Assert.Equal("Point", Property(east, "point").GetProperty("type").GetString());
        Assert.Equal(56.76e6, east.GetProperty("areaM2").GetDouble(), 0.1e6);
        var home = features.Single(f => Property(f, "name").GetString() == "家");
        Assert.Equal(JsonValueKind.Null, home.GetProperty("geometry").ValueKind);
        Assert.Equal("***", Property(home, "home").GetString());
        Assert.Equal(["home"], home.GetProperty("masked").EnumerateArray().Select(m => m.GetString()));

        using var masked = await officer.GetAsync($"{Path}/export?format=geojson&geometry=home");
        var hidden = JsonDocument.Parse(await masked.Content.ReadAsStringAsync()).RootElement.GetProperty("features");
        Assert.All(hidden.EnumerateArray(), f => Assert.Equal(JsonValueKind.Null, f.GetProperty("geometry").ValueKind));
        using var few = await officer.GetAsync(
            $"{Path}/export?format=geojson&bbox=113.7,23,113.745,23.1&fields=name,point");
        Assert.Equal("西", Property(Assert.Single(
            JsonDocument.Parse(await few.Content.ReadAsStringAsync()).RootElement.GetProperty("features")
                .EnumerateArray()), "name").GetString());
        using var none = await officer.GetAsync($"{Path}/export?format=geojson&bbox=120,30,121,31");
        Assert.Equal(0, JsonDocument.Parse(await none.Content.ReadAsStringAsync()).RootElement
            .GetProperty("features").GetArrayLength());
    }

    [Fact]
    public async Task Features_take_the_right_to_export_and_a_geometry()
    {
        await using var city = await StartAsync(Engine.Sqlite);
        using var reader = city.As("read@");
        reader.DefaultRequestHeaders.Accept.ParseAdd("application/geo+json");
        using var refused = await reader.GetAsync(Path);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var officer = city.As("read@,export@");
        foreach (var (query, code) in new[]
        {
            ("format=geojson&geometry=name", "registries.place.no-field"),
            ("format=geojson&fields=name", "registries.place.no-field"),
            ("format=geojson&near=113,23", "registries.place.near-alone"),
            ("format=shapefile", "registries.export.format"),
        })
        {
            using var answer = await officer.GetAsync($"{Path}/export?{query}");
            Assert.Equal(code, (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString());
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        }
        using var division = await officer.GetAsync("/api/registries/test/division/export?format=geojson");
        Assert.Equal(
            "registries.place.no-field", (await HttpCity.JsonAsync(division)).GetProperty("code").GetString());
        officer.DefaultRequestHeaders.Accept.ParseAdd("application/geo+json");
        using var taken = await officer.GetAsync(Path);
        Assert.Equal("application/geo+json", taken.Content.Headers.ContentType!.MediaType);
    }

    private static async Task<HttpCity> StartAsync(Engine engine)
    {
        var city = await HttpCity.StartAsync(engine, Spots.Packs);
        foreach (var values in new Dictionary<string, string?>[]
        {
            new()
            {
                ["name"] = "东", ["point"] = "POINT (113.76 23.02)",
                ["area"] = "POLYGON ((113.7 23, 113.7 23.1, 113.8 23, 113.7 23))",
            },
            new() { ["name"] = "西", ["point"] = "POINT (113.74 23.02)" },
            new() { ["name"] = "家", ["home"] = "POINT (113.75 23.02)" },
        })
            await city.Registers.UpsertAsync(
                Spots.Register, new RecordWrite(null, values, null, null), RegisterCity.Root);
        return city;
    }

    private static JsonElement Property(JsonElement feature, string name) =>
        feature.GetProperty("properties").GetProperty(name);

    private static string Name(JsonElement row) => row.GetProperty("values").GetProperty("name").GetString()!;

    private static async Task<JsonElement> JsonAsync(HttpClient client, string query)
    {
        using var answer = await client.GetAsync($"{Path}?{query}");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await HttpCity.JsonAsync(answer);
    }

    private static async Task<List<string>> NamesAsync(HttpClient client, string query) =>
        [.. (await JsonAsync(client, query)).GetProperty("items").EnumerateArray().Select(Name)
            .Order(StringComparer.Ordinal)];
}
