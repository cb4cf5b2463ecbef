using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Administrative division: GB/T 2260 (6 digits), with 3 digits of town and 3 of village (statistical code). The
/// canonical text is the shortest of 6, 9 or 12 digits, so 441900003000 and 441900003 are one town. Dongguan and
/// Zhongshan have towns directly under the city. Errors: <c>kernel.region-code.length</c>, <c>characters</c>,
/// <c>province</c>, <c>city</c>, <c>county</c>, <c>town</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<RegionCode>))]
public readonly record struct RegionCode : ICode<RegionCode>
{
    /// <summary>Cities whose towns follow directly: Dongguan, Zhongshan, Danzhou, and the made-up city of the
    /// demonstrations; they have no counties at all.</summary>
    private static readonly HashSet<string> CitiesWithoutCounties =
        new(StringComparer.Ordinal) { "4419", "4420", "4604", "9901" };

    private readonly string? _text;

    private RegionCode(string text) => _text = text;

    /// <summary>Level, from the digits that are not zero.</summary>
    public RegionLevel Level => ToString() switch
    {
        { Length: 12 } => RegionLevel.Village,
        { Length: 9 } => RegionLevel.Town,
        var six when !six.EndsWith("00", StringComparison.Ordinal) => RegionLevel.County,
        var six when !six.EndsWith("0000", StringComparison.Ordinal) => RegionLevel.City,
        _ => RegionLevel.Province,
    };

    /// <summary>True for divisions beginning with 99, never assigned: made for demonstration. A real city refuses
    /// these.</summary>
    public bool IsSynthetic => ToString().StartsWith(Provinces.Synthetic, StringComparison.Ordinal);

    /// <summary>The province it lies in, or itself.</summary>
    public RegionCode Province => new(ToString()[..2] + "0000");

    /// <summary>The city it lies in, or itself; null for a province.</summary>
    public RegionCode? City => Level >= RegionLevel.City ? new(ToString()[..4] + "00") : null;

    /// <summary>The county it lies in, or itself; null above, and in cities without counties.</summary>
    public RegionCode? County =>
        Level >= RegionLevel.County && !HasNoCounties(ToString()) ? new(ToString()[..6]) : null;

    /// <summary>The town or street it lies in, or itself; null above.</summary>
    public RegionCode? Town => Level >= RegionLevel.Town ? new(ToString()[..9]) : null;

    /// <summary>Itself when it is a village or community.</summary>
    public RegionCode? Village => Level == RegionLevel.Village ? this : null;

    /// <summary>The division just above: of a town in Dongguan the city. Null for a province.</summary>
    public RegionCode? Parent => Level switch
    {
        RegionLevel.Village => Town,
        RegionLevel.Town => County ?? City,
        RegionLevel.County => City,
        RegionLevel.City => Province,
        _ => null,
    };

    /// <inheritdoc />
    public static Result<RegionCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length is not (6 or 9 or 12))
            return Error.Of("kernel.region-code.length", ("length", folded.Length), ("expected", "6, 9, 12"));
        if (CodeText.FirstNonDigit(folded) is var position and > 0)
            return Error.Of("kernel.region-code.characters", ("position", position));
        if (folded.Length == 12 && folded.EndsWith("000", StringComparison.Ordinal)) folded = folded[..9];
        if (folded.Length == 9 && folded.EndsWith("000", StringComparison.Ordinal)) folded = folded[..6];
        return WrongPart(folded) is { } error ? error : new RegionCode(folded);
    }

    /// <summary>True when <paramref name="other"/> is this division or lies in it.</summary>
    public bool Contains(RegionCode other) =>
        _text is not null && other.ToString().StartsWith(Stem, StringComparison.Ordinal);

    /// <summary>Twelve digits, zeros behind, as the statistical code is written.</summary>
    public string ToTwelveDigits() => ToString().PadRight(12, '0');

    /// <summary>The city's digits; towns and villages of few people are hidden.</summary>
    public string ToMasked() => _text is null ? "" : CodeText.Mask(_text, 4, 0);

    /// <inheritdoc />
    public int CompareTo(RegionCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>6, 9 or 12 digits, the shortest that says it.</summary>
    public override string ToString() => _text ?? "";

    private string Stem => Level switch
    {
        RegionLevel.Province => ToString()[..2],
        RegionLevel.City => ToString()[..4],
        _ => ToString(),
    };

    private static bool HasNoCounties(string digits) => CitiesWithoutCounties.Contains(digits[..4]);

    private static Error? WrongPart(string folded)
    {
        if (!Provinces.Begin(folded) && !folded.StartsWith(Provinces.Synthetic, StringComparison.Ordinal))
            return Wrong("province", folded[..2], 1);
        var city = folded[2..4];
        var county = folded[4..6];
        if (city == "00" && (county != "00" || folded.Length > 6)) return Wrong("city", city, 3);
        var mayHaveNoCounty = HasNoCounties(folded);
        if (mayHaveNoCounty ? county != "00" : county == "00" && folded.Length > 6) return Wrong("county", county, 5);
        return folded.Length == 12 && folded[6..9] == "000" ? Wrong("town", "000", 7) : null;
    }

    private static Error Wrong(string part, string found, int position) => part switch
    {
        "province" => Error.Of("kernel.region-code.province", ("found", found), ("position", position)),
        "city" => Error.Of("kernel.region-code.city", ("found", found), ("position", position)),
        "county" => Error.Of("kernel.region-code.county", ("found", found), ("position", position)),
        _ => Error.Of("kernel.region-code.town", ("found", found), ("position", position)),
    };
}
