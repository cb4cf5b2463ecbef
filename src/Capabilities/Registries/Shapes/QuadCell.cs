using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Shapes;

/// <summary>Names of the squares of a quad tree over the degrees of the earth: a text of the digits 0 to 3,
/// one for each level, so that all that lies in a square begins with its name.
/// <para>A geometry is kept at one cell: of the smallest level whose cells are as large as its box, the cell that holds
/// the middle of the box. It may stand out of the cell by half, so who looks for geometries at a place looks into the
/// cells within half a cell of it, on each level: some hundred names at most, however large or long the areas
/// are.</para></summary>
internal static class QuadCell
{
    /// <summary>Levels: cells of the last are half a metre wide.</summary>
    public const int Depth = 26;

    private const double World = 360;

    /// <summary>The cell of this level that holds a place.</summary>
    public static string Of(double lon, double lat, int level) => Name(Step(lon, level), Step(lat, level), level);

    /// <summary>The cell that a geometry with this box is kept at.</summary>
    public static string Of(ShapeBox box) => Of(
        (box.West + box.East) / 2, (box.South + box.North) / 2,
        Level(Math.Max(box.East - box.West, box.North - box.South)));

    /// <summary>Where geometries that meet this box may be kept: at one of <c>Names</c> exactly,
    /// or at or below one of <c>Tops</c>.</summary>
    public static (IReadOnlyList<string> Names, IReadOnlyList<string> Tops) Around(ShapeBox box)
    {
        var last = Level(Math.Max(box.East - box.West, box.North - box.South));
        var names = new List<string>();
        for (var level = 0; level < last; level++) names.AddRange(Cells(box, level));
        return (names, [.. Cells(box, last)]);
    }

    private static IEnumerable<string> Cells(ShapeBox box, int level)
    {
        var half = Size(level) / 2;
        for (var x = Step(box.West - half, level); x <= Step(box.East + half, level); x++)
            for (var y = Step(box.South - half, level); y <= Step(box.North + half, level); y++)
                yield return Name(x, y, level);
    }

    private static int Level(double size)
    {
        var level = Depth;
        while (level > 0 && Size(level) < size) level--;
        return level;
    }

    private static double Size(int level) => World / (1L << level);

    private static long Step(double degrees, int level) =>
        Math.Clamp((long)Math.Floor((degrees + World / 2) / Size(level)), 0, (1L << level) - 1);

    private static string Name(long x, long y, int level) => string.Create(level, (x, y, level), static (name, at) =>
    {
        for (var i = 0; i < at.level; i++)
        {
            var bit = at.level - 1 - i;
            name[i] = (char)('0' + ((at.x >> bit) & 1) + 2 * ((at.y >> bit) & 1));
        }
    });
}
