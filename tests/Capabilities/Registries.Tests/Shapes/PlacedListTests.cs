using CsCheck;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Shapes;
using Lingnan.Testing;
using static Lingnan.Registries.Contracts.RegistriesPermissions;

namespace Lingnan.Registries.Tests.Shapes;

/// <summary>Lists by box and by distance say what somebody finds who looks at every row.</summary>
public class PlacedListTests
{
    private const int Rows = 150, Questions = 80;

    [Theory, EachDatabase]
    public async Task A_box_finds_the_points_and_areas_that_meet_it_and_no_other(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Spots.Packs);
        var points = Spots.Places.Array[Rows].Single();
        var areas = Spots.Triangles.Array[Rows].Single();
        for (var i = 0; i < Rows; i++)
            await city.PutAsync(
                Spots.Register, new { name = $"{i}", point = Spots.Point(points[i]), area = Spots.Wkt(areas[i]) });

        await Gen.Select(Spots.Boxes, Gen.Int[1, 40]).SampleAsync(async (box, limit) =>
        {
            Assert.Equal(
                Numbers(i => box.West <= points[i].Lon && points[i].Lon <= box.East && box.South <= points[i].Lat
                    && points[i].Lat <= box.North),
                await AllAsync(city, new() { Field = "point", Boxes = [box] }, limit));
            Assert.Equal(
                Numbers(i => Spots.Meet(areas[i], Spots.Corners(box))),
                await AllAsync(city, new() { Field = "area", Boxes = [box] }, limit));
        }, iter: Questions, threads: 1);
    }

    [Theory, EachDatabase]
    public async Task What_is_near_comes_in_order_of_distance(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Spots.Packs);
        var points = Spots.Places.Array[Rows].Single();
        var boxes = Spots.Boxes.Array[Rows].Single();
        for (var i = 0; i < Rows; i++)
            await city.PutAsync(Spots.Register, new
            {
                name = $"{i}", point = Spots.Point(points[i]), area = Spots.Wkt(Spots.Corners(boxes[i])),
            });

        await Gen.Select(Spots.Places, Gen.Int[1, 50_000], Gen.Int[1, 200]).SampleAsync(async (place, metres, limit) =>
        {
            foreach (var field in (string[])["point", "area"])
            {
                double Far(int i) => Spots.Metres(
                    place, field == "point" ? points[i] : Spots.Nearest(boxes[i], place));
                var page = (await city.Registers.ListAsync(Spots.Register, new RecordQuery
                {
                    Limit = limit, Place = new() { Field = field, Near = new(place.Lon, place.Lat, metres) },
                }, RegisterCity.Root, null)).Value;
                var expected = Enumerable.Range(0, Rows).Select(Far).Where(m => m <= metres).Order().Take(limit)
                    .ToList();
                var got = page.Items.Select(r => int.Parse((string)r.Values["name"]!)).ToList();
                Assert.Equal(expected.Count, got.Count);
                Assert.Equal(got.Count, got.Distinct().Count());
                for (var i = 0; i < got.Count; i++)
                {
                    Assert.Equal(expected[i], page.Items[i].DistanceM!.Value, 0.05 + expected[i] * 2e-5);
                    Assert.Equal(Far(got[i]), page.Items[i].DistanceM!.Value, 0.05 + expected[i] * 2e-5);
                }
                Assert.Equal(page.Items.Select(r => r.DistanceM).Order(), page.Items.Select(r => r.DistanceM));
                Assert.Null(page.Next);
            }
        }, iter: Questions, threads: 1);
    }

    [Theory, EachDatabase]
    public async Task A_box_is_counted_as_it_is_listed(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Spots.Packs);
        var areas = Spots.Triangles.Array[60].Single();
        for (var i = 0; i < areas.Length; i++)
            await city.PutAsync(Spots.Register, new { name = $"{i}", area = Spots.Wkt(areas[i]) });
        await Spots.Boxes.SampleAsync(async box =>
        {
            var query = new RecordQuery { Place = new() { Field = "area", Boxes = [box] }, CountTotal = true };
            var page = (await city.Registers.ListAsync(Spots.Register, query, RegisterCity.Root, null)).Value;
            Assert.Equal(areas.Count(a => Spots.Meet(a, Spots.Corners(box))), page.Total);
        }, iter: 40, threads: 1);
    }

    [Theory, EachDatabase]
    public async Task A_place_that_is_masked_is_no_way_to_a_person(Engine engine)
    {
        await using var city = await RegisterCity.CreateAsync(engine, Spots.Packs);
        var id = await city.PutAsync(Spots.Register, new { name = "家", home = "POINT (113.75 23.02)" });
        var officer = RegisterCity.Officer((Read, ""));
        var asked = new RecordPlace { Field = "home", Near = new(113.75, 23.02, 100) };
        var box = new RecordPlace { Field = "home", Boxes = [new(113, 23, 114, 24)] };
        foreach (var place in (RecordPlace[])[asked, box])
            Assert.Equal("registries.unmask.forbidden", (await city.Registers.ListAsync(
                Spots.Register, new() { Place = place }, officer, null)).Error!.Code);
        Assert.Equal("registries.unmask.forbidden", (await city.Registers.ListAsync(
            Spots.Register, new() { Place = asked }, Caller.Nobody, null)).Error!.Code);

        city.Audit.Clear();
        var seen = RegisterCity.Officer((Read, ""), (Unmask, ""));
        var page = (await city.Registers.ListAsync(
            Spots.Register, new() { Place = asked, Unmask = true, Fields = ["name"] }, seen,
            RegisterCity.Purpose)).Value;
        Assert.Equal((id, 0.0), (page.Items[0].Id, page.Items[0].DistanceM));
        // Who is told the distance has read the place.
        Assert.Contains("home", Assert.Single(city.Audit.Entries).DetailJson!, StringComparison.Ordinal);
    }

    [Fact]
    public void Rings_reach_around_the_earth_and_over_its_poles() =>
        Gen.Select(Gen.Double[-180, 180], Gen.Double[-90, 90], Gen.Double[1, 60_000], Gen.Double[0, 2 * Math.PI])
            .Sample((lon, lat, metres, turn) =>
            {
                // A place about as far away as is asked, in some direction.
                var (x, y) = Ellipsoid.Degree(lat);
                var (east, north) = (lon + metres * Math.Sin(turn) / Math.Max(x, 1), lat + metres * Math.Cos(turn) / y);
                if (Math.Abs(north) > 90 || Math.Abs(east - lon) > 180) return;
                var there = (Lon: Math.IEEERemainder(east, 360), Lat: north);
                var away = Ellipsoid.Metres(lon, lat, there.Lon, there.Lat);
                Assert.Equal(Spots.Metres((lon, lat), there), away, 0.05 + away * 2e-5);
                if (away > metres) return;
                Assert.Contains(Ellipsoid.Within(lon, lat, metres), b =>
                    b.West <= there.Lon && there.Lon <= b.East && b.South <= there.Lat && there.Lat <= b.North);
            });

    [Fact]
    public void The_whole_earth_is_as_large_as_is_known() => Assert.Equal(
        510_065_621.724e6, ShapeText.Read(Layers.Box(-180, -90, 180, 90)).Value.AreaM2, 1e6);

    private static IEnumerable<int> Numbers(Func<int, bool> isMeant) => Enumerable.Range(0, Rows).Where(isMeant);

    private static async Task<List<int>> AllAsync(RegisterCity city, RecordPlace place, int limit)
    {
        var all = new List<int>();
        string? cursor = null;
        do
        {
            var page = (await city.Registers.ListAsync(
                Spots.Register, new() { Place = place, Limit = limit, Cursor = cursor }, RegisterCity.Root,
                null)).Value;
            Assert.True(page.Items.Count <= limit);
            all.AddRange(page.Items.Select(r => int.Parse((string)r.Values["name"]!)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. all.Order()];
    }
}
