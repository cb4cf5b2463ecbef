using System.Security.Cryptography;

namespace Lingnan.Kernel;

/// <summary>
/// Makes internal ids: a kind prefix, an underscore and a 26-character ULID (48-bit UTC milliseconds, 80 random
/// bits, Crockford base 32), e.g. <c>p_01JD3Z…</c>. They sort by time of making and tell nothing about a person.
/// Thread-safe.
/// </summary>
public sealed class IdSource(TimeProvider time)
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>A new id of the kind <paramref name="prefix"/> (lower-case letters).</summary>
    public string Next(string prefix)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random);
        return Format(prefix, time.GetUtcNow().ToUnixTimeMilliseconds(), random);
    }

    /// <summary>The id for given time and random bits; generators of demo cities use it to stay
    /// deterministic.</summary>
    /// <param name="prefix">Kind prefix.</param>
    /// <param name="unixMilliseconds">Time, milliseconds since 1970-01-01 UTC.</param>
    /// <param name="random">At least 16 bytes; the low five bits of each are used.</param>
    public static string Format(string prefix, long unixMilliseconds, ReadOnlySpan<byte> random)
    {
        Span<char> text = stackalloc char[26];
        for (var i = 9; i >= 0; i--, unixMilliseconds >>= 5) text[i] = Alphabet[(int)(unixMilliseconds & 31)];
        for (var i = 0; i < 16; i++) text[10 + i] = Alphabet[random[i] & 31];
        return $"{prefix}_{text}";
    }
}
