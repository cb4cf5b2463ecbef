using System.Globalization;

namespace Lingnan.Registries.Contracts;

/// <summary>A box of degrees, borders included.</summary>
/// <param name="West">Least longitude.</param>
/// <param name="South">Least latitude.</param>
/// <param name="East">Greatest longitude.</param>
/// <param name="North">Greatest latitude.</param>
public readonly record struct ShapeBox(double West, double South, double East, double North)
{
    /// <summary>The box of nothing but a point.</summary>
    public static ShapeBox Of(double lon, double lat) => new(lon, lat, lon, lat);

    /// <summary><c>west,south,east,north</c>; null when it is no box on the earth.</summary>
    public static ShapeBox? Parse(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var sides = new double[4];
        if (parts.Length != 4) return null;
        for (var i = 0; i < sides.Length; i++)
            if (!double.TryParse(
                parts[i], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
                out sides[i]))
                return null;
        return sides[0] >= -180 && sides[1] >= -90 && sides[2] <= 180 && sides[3] <= 90 && sides[0] <= sides[2]
            && sides[1] <= sides[3] ? new(sides[0], sides[1], sides[2], sides[3]) : null;
    }

    /// <summary><c>west,south,east,north</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{West:0.##########},{South:0.##########},{East:0.##########},{North:0.##########}");
}
