namespace Lingnan.Registries.Model;

/// <summary>Decimals as both engines keep them: whole numbers scaled by the field's places.</summary>
internal static class Scaled
{
    private static readonly decimal[] Powers = [1m, 10m, 100m, 1_000m, 10_000m, 100_000m, 1_000_000m];

    /// <summary>The greatest magnitude kept: 18 digits in all, so no sum of two rows overflows either.</summary>
    public static decimal Greatest(int scale) => 999_999_999_999_999_999m / Powers[scale];

    public static long To(decimal value, int scale) => decimal.ToInt64(value * Powers[scale]);

    /// <summary>Always with the declared places, so that 1 and 1.00 print alike.</summary>
    public static decimal From(long scaled, int scale) => new(
        (int)(Math.Abs(scaled) & 0xFFFFFFFF), (int)(Math.Abs(scaled) >> 32), 0, scaled < 0, (byte)scale);
}
