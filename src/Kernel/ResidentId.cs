using System.Globalization;
using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Citizen identity number, GB 11643: 6 digits of area, 8 of birth date, 3 of sequence, 1 check character. The
/// 15-digit number of before 1999 is converted to 18. Errors: <c>kernel.resident-id.length</c>, <c>characters</c>,
/// <c>region</c>, <c>date</c>, <c>check-digit</c>. The area is not looked up beyond its province: people keep the
/// number of a county that is long gone.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<ResidentId>))]
public readonly record struct ResidentId : ICode<ResidentId>
{
    private const string CheckCharacters = "10X98765432";
    private const string TaiwanResidents = "83";
    private static readonly DateOnly FirstBirth = new(1880, 1, 1);
    private readonly string? _text;

    private ResidentId(string text, bool wasLegacy) { _text = text; WasLegacy = wasLegacy; }

    /// <summary>True when the parsed text was the 15-digit number. Not part of equality: it is the
    /// same person.</summary>
    public bool WasLegacy { get; }

    /// <summary>Area of first registration, 6 digits, possibly historic.</summary>
    public string RegionCode => ToString()[..6];

    /// <summary>Date of birth.</summary>
    public DateOnly BirthDate => DateOnly.ParseExact(ToString()[6..14], "yyyyMMdd", CultureInfo.InvariantCulture);

    /// <summary>Sex, by the last digit of the sequence.</summary>
    public Sex Sex => (ToString()[16] - '0') % 2 == 1 ? Sex.Male : Sex.Female;

    /// <summary>True for area codes 990000-999999, which are never assigned: made for demonstration, nobody's
    /// number. A real city refuses these.</summary>
    public bool IsSynthetic => ToString().StartsWith(Provinces.Synthetic, StringComparison.Ordinal);

    /// <inheritdoc />
    public static Result<ResidentId> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length is not (15 or 18))
            return Error.Of("kernel.resident-id.length", ("length", folded.Length), ("expected", 18));
        var wasLegacy = folded.Length == 15;
        if (WrongCharacter(folded) is var position and > 0)
            return Error.Of("kernel.resident-id.characters", ("position", position));
        var full = wasLegacy ? $"{folded.AsSpan(0, 6)}19{folded.AsSpan(6)}" : folded;
        if (!HasKnownArea(full)) return Error.Of("kernel.resident-id.region", ("province", full[..2]));
        if (!HasBirthDate(full)) return Error.Of("kernel.resident-id.date", ("first", FirstBirth));
        var expected = CheckCharacter(full);
        if (wasLegacy) return new ResidentId(full + expected, true);
        return full[17] == expected
            ? new ResidentId(full, false)
            : Error.Of("kernel.resident-id.check-digit", ("expected", expected.ToString()), ("position", 18));
    }

    /// <summary>The number of given parts, with its check character; generators of demo cities use it.</summary>
    /// <param name="region">Six digits of area.</param>
    /// <param name="birth">Date of birth.</param>
    /// <param name="sequence">0-999; odd for male.</param>
    public static Result<ResidentId> Of(string region, DateOnly birth, int sequence)
    {
        var body = string.Create(CultureInfo.InvariantCulture, $"{region}{birth:yyyyMMdd}{sequence:000}");
        return body.Length == 17 && CodeText.FirstNonDigit(body) == 0
            ? Parse(body + CheckCharacter(body))
            : Error.Of("kernel.resident-id.length", ("length", body.Length + 1), ("expected", 18));
    }

    /// <summary>Area's first three digits and the last four characters; the birth date is hidden.</summary>
    public string ToMasked() => CodeText.Mask(_text, 3, 4);

    /// <inheritdoc />
    public int CompareTo(ResidentId other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc />
    public bool Equals(ResidentId other) => string.Equals(_text, other._text, StringComparison.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => _text is null ? 0 : string.GetHashCode(_text, StringComparison.Ordinal);

    /// <summary>The whole number, 18 characters.</summary>
    public override string ToString() => _text ?? "";

    private static int WrongCharacter(string folded)
    {
        var digits = folded.Length == 18 && folded[17] == 'X' ? folded.AsSpan(0, 17) : folded;
        return CodeText.FirstNonDigit(digits);
    }

    private static bool HasKnownArea(string full) =>
        Provinces.Begin(full)
        || full.StartsWith(Provinces.Synthetic, StringComparison.Ordinal)
        || full.StartsWith(TaiwanResidents, StringComparison.Ordinal);

    private static bool HasBirthDate(string full) =>
        DateOnly.TryParseExact(
            full.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
        && date >= FirstBirth;

    private static char CheckCharacter(ReadOnlySpan<char> body)
    {
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += (body[i] - '0') * weights[i];
        return CheckCharacters[sum % 11];
    }
}
