using System.Globalization;

namespace Lingnan.Cities;

/// <summary>
/// Areas of the towns, made up as a grid whose corners and edges are moved about, neighbours sharing both. As layers of
/// real cities are never clean, two things are wrong: the first area reaches into the second, and between the first and
/// the one above it a sliver belongs to none.
/// </summary>
internal sealed class TownAreas(City city)
{
    private const double West = 113.30, South = 23.10, Side = 0.02;
    private const double Overlap = 0.2, Sliver = 0.03;

    // Not that of the city: what is to be shown lies at the same place in every city.
    private const ulong AreasSeed = 23;

    private readonly List<DemoDivision> _towns = [.. city.Divisions.Where(d => d.Code.Length == 9)];

    /// <summary>Towns and their areas in well-known text.</summary>
    public IEnumerable<(DemoDivision Town, string Area)> All => _towns.Select((town, i) => (town, Area(i)));

    private int Columns => (int)Math.Ceiling(Math.Sqrt(_towns.Count));

    private string Area(int index)
    {
        var (x, y) = (index % Columns, index / Columns);
        // Middles of the edges, in half steps: below, right, above, left.
        var below = At(2 * x + 1, 2 * y);
        var right = At(2 * x + 2, 2 * y + 1);
        if (index == 0) right.X += Overlap;
        if (index == Columns) below.Y += Sliver;
        (double X, double Y)[] ring =
        [
            At(2 * x, 2 * y), below, At(2 * x + 2, 2 * y), right, At(2 * x + 2, 2 * y + 2), At(2 * x + 1, 2 * y + 2),
            At(2 * x, 2 * y + 2), At(2 * x, 2 * y + 1),
        ];
        return $"POLYGON (({string.Join(", ", ring.Append(ring[0]).Select(Text))}))";
    }

    // A corner or the middle of an edge, in sides of the grid: the same whichever neighbour asks.
    private (double X, double Y) At(int x, int y)
    {
        var dice = new Dice(AreasSeed, 1, (ulong)(x * 1_000 + y));
        return (x / 2.0 + Off(ref dice), y / 2.0 + Off(ref dice));
    }

    private static double Off(ref Dice dice) => (dice.Next(201) - 100) / 1_000.0;

    private static string Text((double X, double Y) place) => string.Create(
        CultureInfo.InvariantCulture, $"{West + place.X * Side:0.000000} {South + place.Y * Side:0.000000}");
}
