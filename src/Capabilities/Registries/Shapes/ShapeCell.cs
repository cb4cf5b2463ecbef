using System.Security.Cryptography;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Shapes;

/// <summary>A geometry as kept.</summary>
internal sealed record ShapeCell(byte[] Wkb)
{
    private static readonly double Scale = Math.Pow(10, ShapeLimits.Places);

    /// <summary>Equal exactly when the geometries are.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Wkb));

    /// <summary>A degree as a whole number of its last place.</summary>
    public static long Whole(double degrees) => (long)Math.Round(degrees * Scale);

    /// <summary>What is kept of a geometry: its bytes, its quad-tree key, and the four sides of its box.</summary>
    public static object?[] Columns(ShapeCell? cell)
    {
        if (cell is null) return [null, null, null, null, null, null];
        var box = Shape.FromWkb(cell.Wkb).Box;
        return
        [
            cell.Wkb, QuadCell.Of(box), Whole(box.West), Whole(box.South), Whole(box.East), Whole(box.North),
        ];
    }
}
