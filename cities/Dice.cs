using System.Runtime.CompilerServices;

namespace Lingnan.Cities;

/// <summary>
/// Deterministic dice (SplitMix64) for one item of a city: the same preset, stream and index always roll the same,
/// on every machine and in any order, so a city can be made piece by piece in constant memory.
/// </summary>
internal struct Dice(ulong seed, ulong stream, ulong index)
{
    private ulong _state = Mix(seed * 0x9E3779B97F4A7C15UL ^ Mix(stream + 0x632BE59BD9B4E019UL) ^ Mix(index + 1));

    /// <summary>A whole number from 0 up to but not including <paramref name="bound"/>.</summary>
    public int Next(int bound) => (int)((UInt128)NextBits() * (ulong)bound >> 64);

    /// <summary>From 0 up to but not including 1.</summary>
    public double Share() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given share.</summary>
    public bool Happens(double share) => Share() < share;

    /// <summary>One of the items, each as likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    private ulong NextBits() => Mix(_state += 0x9E3779B97F4A7C15UL);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
