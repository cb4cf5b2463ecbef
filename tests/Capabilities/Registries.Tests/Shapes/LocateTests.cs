using CsCheck;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Shapes;

public class LocateTests
{
    [Theory, EachDatabase]
    public async Task Each_flag_has_its_answer(Engine engine)
    {
        await using var city = await LayerAsync(engine);
        Assert.Equal((PlaceFlag.Inside, "甲"), await Flag(city, 113.01, 23.05));
        // 甲 is larger than 乙, so where both hold a place it is 乙's.
        var both = await At(city, 113.095, 23.05);
        Assert.Equal((PlaceFlag.Overlap, "乙"), (both.Flag, both.Area!.Title));
        Assert.Equal(["甲"], both.Others.Select(o => o.Title));
        var gap = await At(city, 113.1505, 23.05);
        Assert.Equal((PlaceFlag.Gap, "乙"), (gap.Flag, gap.Area!.Title));
        Assert.InRange(gap.DistanceM!.Value, 50, 53);
        Assert.Equal((PlaceFlag.Outside, null), await Flag(city, 113.5, 23.5));
        Assert.Equal((PlaceFlag.Outside, null), await Flag(city, 113.1505, 23.05, within: 10));
        Assert.Equal((PlaceFlag.Gap, "丙"), await Flag(city, 113.1535, 23.05, within: 5000));
        // A hole is not the area.
        Assert.Equal((PlaceFlag.Outside, null), await Flag(city, 113.325, 23.05));
        Assert.Equal((PlaceFlag.Inside, "丁"), await Flag(city, 113.301, 23.05));
    }

    [Theory, EachDatabase]
    public async Task Bad_places_are_refused(Engine engine)
    {
        await using var city = await LayerAsync(engine);
        foreach (var (lon, lat, code) in new[]
        {
            (23.05, 113.01, "registries.shape.swapped"), (double.NaN, 23.0, "registries.shape.place"),
            (200.0, 23.0, "registries.shape.place"),
        })
            Assert.Equal(code, (await Places(city).LocateAsync(
                Layers.Towns, new(lon, lat), RegisterCity.Root)).Error!.Code);
        Assert.Equal("registries.shape.no-field", (await Places(city).LocateAsync(
            Declared.Divisions, new(113, 23), RegisterCity.Root)).Error!.Code);
        // Offices are points, and not public.
        Assert.Equal("registries.shape.no-field", (await Places(city).LocateAsync(
            Layers.Towns, new(113, 23) { Field = "office" }, Caller.Nobody)).Error!.Code);
        Assert.True((await Places(city).LocateAsync(Layers.Towns, new(113, 23), Caller.Nobody)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task Every_place_has_one_answer_and_always_the_same(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Layers.Packs);
        await city.PutAsync(Layers.Towns, new { name = "满", area = Layers.Box(113, 23, 113.02, 23.02) });
        var boxes = new List<(string Name, double W, double S, double E, double N)> { ("满", 113, 23, 113.02, 23.02) };
        await Gen.Select(Gen.Int[0, 200], Gen.Int[0, 200], Gen.Int[1, 60], Gen.Int[1, 60]).Array[1, 6]
            .SampleAsync(async drawn =>
            {
                foreach (var (x, y, w, h) in drawn)
                {
                    if (boxes.Count > 40) break;
                    var (west, south) = (113 + x / 10_000.0, 23 + y / 10_000.0);
                    var box = ($"镇{boxes.Count}", west, south, west + w / 10_000.0, south + h / 10_000.0);
                    boxes.Add(box);
                    await city.PutAsync(
                        Layers.Towns,
                        new { name = box.Item1, area = Layers.Box(box.west, box.south, box.Item4, box.Item5) });
                }
                foreach (var (x, y, _, _) in drawn)
                {
                    // Between the lines of the grid, so that no place lies on a border.
                    var (lon, lat) = (113.000051 + x / 8_000.0, 23.000053 + y / 8_000.0);
                    var holding = boxes.Where(b => b.W <= lon && lon <= b.E && b.S <= lat && lat <= b.N).ToList();
                    var answer = await At(city, lon, lat);
                    Assert.Equal(holding.Count > 1, answer.Flag == PlaceFlag.Overlap);
                    Assert.Equal(holding.Count == 1, answer.Flag == PlaceFlag.Inside);
                    Assert.Equal(answer.Flag == PlaceFlag.Outside, answer.Area is null);
                    Assert.Equal(answer.Flag == PlaceFlag.Gap, answer.DistanceM is not null);
                    if (holding.Count is > 0 and < 20)
                        Assert.Equal(
                            holding.Select(b => b.Name).Order(),
                            answer.Others.Append(answer.Area!).Select(a => a.Title).Order());
                    var again = await At(city, lon, lat);
                    Assert.Equal((answer.Flag, answer.Area?.Id), (again.Flag, again.Area?.Id));
                }
            }, iter: 30, threads: 1);
    }

    private static async Task<RegisterCity> LayerAsync(Engine engine)
    {
        var city = await RegisterCity.CreateAsync(engine, Layers.Packs);
        foreach (var (name, area) in new[]
        {
            ("甲", Layers.Box(113, 23, 113.1, 23.1)), ("乙", Layers.Box(113.09, 23, 113.15, 23.1)),
            ("丙", Layers.Box(113.154, 23, 113.2, 23.1)),
            ("丁", "POLYGON ((113.3 23, 113.35 23, 113.35 23.1, 113.3 23.1, 113.3 23), (113.31 23.01, 113.34 23.01, 113.34 23.09, 113.31 23.09, 113.31 23.01))"),
        })
            await city.PutAsync(Layers.Towns, new { name, area });
        await city.PutAsync(Layers.Towns, new { name = "没有图形" });
        return city;
    }

    private static IPlaces Places(RegisterCity city) => city.Services.GetRequiredService<IPlaces>();

    private static async Task<PlaceAnswer> At(RegisterCity city, double lon, double lat, int? within = null) =>
        (await Places(city).LocateAsync(
            Layers.Towns, new PlaceQuestion(lon, lat) { WithinM = within }, RegisterCity.Root)).Value;

    private static async Task<(PlaceFlag, string?)> Flag(RegisterCity city, double lon, double lat, int? within = null)
    {
        var answer = await At(city, lon, lat, within);
        return (answer.Flag, answer.Area?.Title);
    }
}
