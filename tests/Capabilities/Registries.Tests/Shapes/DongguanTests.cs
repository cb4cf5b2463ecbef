using System.Globalization;
using CsCheck;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Tests.Import;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Shapes;

/// <summary>Outlines of a real city, made by others: they overlap, leave slivers, and leave towns out. The files are no
/// part of the project; where they are not, these tests say so.</summary>
public class DongguanTests
{
    private static readonly RegistryDeclaration Units = Declared.Divisions with
    {
        Fields =
        [
            Declared.Divisions.Fields[0], Declared.Divisions.Fields[1],
            Declared.Field("city", FieldType.Text) with { Indexed = true, Privacy = Privacy.Public },
        ],
    };

    // Most rings of the file lack their last point.
    private static readonly RegistryDeclaration Towns = Layers.Towns with
    {
        Fields =
        [
            .. Layers.Towns.Fields.Select(f => f with { MendRings = f.Type == FieldType.Geometry }),
        ],
    };

    private static readonly PackSet Packs = Declared.Packs(Units, Towns);

    [Theory, EachDatabase]
    public async Task A_real_layer_is_loaded_judged_and_asked(Engine engine)
    {
        var folder = Folder();
        Assert.SkipWhen(folder is null, "../shared/data/dongguan-towns.geojson is not here");
        await using var city = await ImportCity.CreateAsync(engine, Packs);
        var units = await city.RunAsync(
            Units, await File.ReadAllBytesAsync(Path.Combine(folder!, "divisions-five-cities.csv")), "units.csv");
        Assert.Equal(0, units.Refused);
        var towns = await city.RunAsync(
            Towns, await File.ReadAllBytesAsync(Path.Combine(folder!, "dongguan-towns.geojson")), "towns.geojson");
        Assert.Equal((32L, 0L), (towns.Created, towns.Refused));

        var places = city.Database.Get<IPlaces>();
        var report = (await places.CheckAsync(
            Towns, new() { UnitsWhere = "city = '东莞市'" }, RegisterCity.Root)).Value;
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Areas} areas, {report.AreaM2 / 1e6:F1} km2; "
            + $"{report.OverlapCount} overlaps, {report.OverlapM2:F0} m2; "
            + $"{report.GapCount} gaps, {report.GapM2:F0} m2"));
        Assert.Equal((32, 36), (report.Areas, report.UnitCount));
        Assert.Empty(report.Invalid);
        Assert.Empty(report.AreasWithoutUnit);
        Assert.Equal(
            ["东莞港 441900402", "东莞滨海湾新区 441900404", "东莞生态园 441900403", "松山湖 441900401"],
            report.UnitsWithoutArea);
        Assert.True(report.OverlapCount > 0 && report.GapCount > 0);
        // Dongguan has 2,460 km².
        Assert.InRange(report.AreaM2, 2_300e6, 2_600e6);
        await FlagsAgreeAsync(places, report);
        await EveryPlaceAsync(places);
    }

    // What the report says of a place is what the place is told.
    private static async Task FlagsAgreeAsync(IPlaces places, LayerReport report)
    {
        foreach (var overlap in report.Overlaps.Take(20))
        {
            var answer = (await places.LocateAsync(
                Towns, new(overlap.Lon, overlap.Lat), RegisterCity.Root)).Value;
            Assert.Equal(PlaceFlag.Overlap, answer.Flag);
            Assert.Contains(answer.Area!.Title, new[] { overlap.First.Title, overlap.Second.Title });
        }
        foreach (var gap in report.Gaps.Where(g => g.WidthM < 100).Take(20))
        {
            var answer = (await places.LocateAsync(Towns, new(gap.Lon, gap.Lat), RegisterCity.Root)).Value;
            Assert.Equal(PlaceFlag.Gap, answer.Flag);
            Assert.Contains(answer.Area!.Title, gap.Neighbours.Select(n => n.Title));
        }
    }

    private static async Task EveryPlaceAsync(IPlaces places)
    {
        var flags = new Dictionary<PlaceFlag, int>();
        await Gen.Select(Gen.Double[113.45, 114.3], Gen.Double[22.6, 23.2]).SampleAsync(async (lon, lat) =>
        {
            var answer = (await places.LocateAsync(Towns, new(lon, lat), RegisterCity.Root)).Value;
            Assert.Equal(answer.Flag == PlaceFlag.Outside, answer.Area is null);
            Assert.Equal(answer.Flag == PlaceFlag.Overlap, answer.Others.Count > 0);
            Assert.Equal(answer.Flag == PlaceFlag.Gap, answer.DistanceM is not null);
            flags[answer.Flag] = flags.GetValueOrDefault(answer.Flag) + 1;
        }, iter: 2000, threads: 1);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", flags));
        Assert.True(flags[PlaceFlag.Inside] > 100);
    }

    private static string? Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "Lingnan.slnx"))) continue;
            foreach (var up in (string[])["..", "../.."])
            {
                var folder = Path.GetFullPath(Path.Combine(at.FullName, up, "shared", "data"));
                if (File.Exists(Path.Combine(folder, "dongguan-towns.geojson"))) return folder;
            }
        }
        return null;
    }
}
