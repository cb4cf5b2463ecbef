using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Shapes;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Shapes;

public class LayerCheckTests
{
    [Fact]
    public void A_known_layer_has_its_known_defects()
    {
        // 甲 and 乙 overlap by 0.001 degree; between 乙 and 丙 lies a strip; 甲, 乙, 丁 and 戊 enclose a hole.
        var defects = Of(
            ("甲", Layers.Box(113, 23, 113.011, 23.01)), ("乙", Layers.Box(113.01, 23, 113.02, 23.01)),
            ("丙", Layers.Box(113.0203, 23, 113.03, 23.01)));
        var overlap = Assert.Single(defects.Overlaps());
        Assert.Equal(("甲", "乙"), (overlap.First.Title, overlap.Second.Title));
        // 0.001 degree is 102.5 m of longitude here, 0.01 degree 1,107.6 m of latitude.
        Assert.InRange(overlap.AreaM2, 113_000, 114_000);
        Assert.InRange(overlap.Lon, 113.01, 113.011);

        var gap = Assert.Single(defects.Gaps());
        Assert.Equal(["乙", "丙"], gap.Neighbours.Select(n => n.Title));
        Assert.False(gap.IsEnclosed);
        Assert.InRange(gap.AreaM2, 33_700, 34_300);
        Assert.InRange(gap.WidthM, 27, 31);
    }

    [Fact]
    public void A_hole_between_areas_is_a_gap_and_one_in_an_area_is_its_shape()
    {
        var defects = Of(
            ("甲", Layers.Box(113, 23, 113.03, 23.01)), ("乙", Layers.Box(113, 23.02, 113.03, 23.03)),
            ("丙", Layers.Box(113, 23.01, 113.01, 23.02)), ("丁", Layers.Box(113.02, 23.01, 113.03, 23.02)),
            ("戊", "POLYGON ((113.1 23, 113.2 23, 113.2 23.1, 113.1 23.1, 113.1 23), (113.14 23.04, 113.16 23.04, 113.16 23.06, 113.14 23.06, 113.14 23.04))"));
        Assert.Empty(defects.Overlaps());
        var gap = Assert.Single(defects.Gaps());
        Assert.True(gap.IsEnclosed);
        Assert.Equal(["甲", "乙", "丙", "丁"], gap.Neighbours.Select(n => n.Title));
    }

    [Fact]
    public void A_sound_layer_has_none()
    {
        var defects = Of([.. Enumerable.Range(0, 36).Select(i => (
            $"镇{i}", Layers.Box(113 + i % 6 * 0.01, 23 + i / 6 * 0.01, 113.01 + i % 6 * 0.01, 23.01 + i / 6 * 0.01)))]);
        Assert.Empty(defects.Overlaps());
        Assert.Empty(defects.Gaps());
        Assert.Empty(Of().Gaps());
        Assert.Empty(Of(("甲", Layers.Box(113, 23, 114, 24))).Gaps());
    }

    [Theory, EachDatabase]
    public async Task A_report_tells_of_rows_and_units(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Layers.Packs);
        await city.PutAsync(Declared.Divisions, new { code = "441900003", name = "东城街道" });
        await city.PutAsync(Declared.Divisions, new { code = "441900004", name = "南城街道" });
        await city.PutAsync(Declared.Divisions, new { code = "440103001", name = "沙面街道", note = "别市" });
        await city.PutAsync(Layers.Towns, new { name = "东城街道", area = Layers.Box(113, 23, 113.1, 23.1) });
        await city.PutAsync(Layers.Towns, new { name = "无名镇", area = Layers.Box(113.05, 23, 113.2, 23.1) });
        await city.PutAsync(Layers.Towns, new { name = "南城街道" });

        var report = await CheckAsync(city, null);
        Assert.Equal((2, 1, 0, 3), (report.Areas, report.OverlapCount, report.GapCount, report.UnitCount));
        Assert.Equal(["南城街道"], report.WithoutGeometry.Select(a => a.Title));
        Assert.Equal(["无名镇"], report.AreasWithoutUnit.Select(a => a.Title));
        Assert.Equal(["沙面街道 440103001"], report.UnitsWithoutArea);
        Assert.False(report.IsSound);

        Assert.Empty((await CheckAsync(city, "code starts '4419'")).UnitsWithoutArea);
        Assert.Equal("registries.where.field", (await city.Services.GetRequiredService<IPlaces>().CheckAsync(
            Layers.Towns, new() { UnitsWhere = "color = 1" }, RegisterCity.Root)).Error!.Code);
    }

    private static async Task<LayerReport> CheckAsync(RegisterCity city, string? where) =>
        (await city.Services.GetRequiredService<IPlaces>().CheckAsync(
            Layers.Towns, new LayerQuestion { UnitsWhere = where }, RegisterCity.Root)).Value;

    private static LayerDefects Of(params (string Title, string Wkt)[] areas) =>
        new([.. areas.Select(a => (new LayerArea(a.Title, a.Title), ShapeText.Read(a.Wkt).Value))]);
}
