using System.Globalization;

namespace Lingnan.Cities.Tests;

/// <summary>Small cities have areas of their towns, wrong in just the two ways that are meant to be seen.</summary>
public sealed class TownAreaTests
{
    private const double Step = 0.0002;

    [Theory]
    [InlineData("hamlet", 3)]
    [InlineData("town", 12)]
    public void Every_town_has_an_area_and_only_the_first_two_overlap(string preset, int towns)
    {
        var areas = Areas(preset);
        Assert.Equal(towns, areas.Count);
        Assert.All(areas, a => Assert.Equal(a[0], a[^1]));
        var points = areas.SelectMany(a => a).ToList();
        var both = new HashSet<string>();
        for (var x = points.Min(p => p.X); x < points.Max(p => p.X); x += Step)
            for (var y = points.Min(p => p.Y); y < points.Max(p => p.Y); y += Step)
                if (Holding(areas, x, y) is { Count: > 1 } holding) both.Add(string.Join(',', holding));
        Assert.Equal(["0,1"], both);
    }

    [Theory]
    [InlineData("hamlet", 113.31, 23.11, 1)]
    [InlineData("hamlet", 113.32354, 23.11116, 2)]
    [InlineData("hamlet", 113.30916, 23.12108, 0)]
    [InlineData("town", 113.31, 23.11, 1)]
    [InlineData("town", 113.32354, 23.11116, 2)]
    [InlineData("town", 113.30916, 23.12108, 0)]
    public void Places_to_show_lie_in_one_area_in_two_and_in_none(string preset, double lon, double lat, int held) =>
        Assert.Equal(held, Holding(Areas(preset), lon, lat).Count);

    private static List<(double X, double Y)[]> Areas(string preset) =>
        [.. new TownAreas(new City(Preset.Find(preset)!)).All.Select(a => Read(a.Area))];

    private static (double X, double Y)[] Read(string area) =>
        [.. area["POLYGON ((".Length..^2].Split(", ").Select(p => p.Split(' '))
            .Select(p => (Number(p[0]), Number(p[1])))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static List<int> Holding(List<(double X, double Y)[]> areas, double x, double y) =>
        [.. Enumerable.Range(0, areas.Count).Where(i => Holds(areas[i], x, y))];

    // A ray to the east crosses the border of what holds the place an odd number of times.
    private static bool Holds((double X, double Y)[] ring, double x, double y) => ring.Zip(ring.Skip(1)).Count(e =>
        e.First.Y > y != e.Second.Y > y
        && x < e.First.X + (y - e.First.Y) / (e.Second.Y - e.First.Y) * (e.Second.X - e.First.X)) % 2 == 1;
}
