using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Mobile telephone number of the mainland: 11 digits, the first 1, the second 3 to 9; a prefix of +86 or 0086 is
/// accepted and dropped. Errors: <c>kernel.mobile-number.length</c>, <c>characters</c>, <c>prefix</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<MobileNumber>))]
public readonly record struct MobileNumber : ICode<MobileNumber>
{
    private static readonly string[] CountryPrefixes = ["+86", "0086"];
    private readonly string? _text;

    private MobileNumber(string text) => _text = text;

    /// <inheritdoc />
    public static Result<MobileNumber> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        var start = PrefixLength(folded);
        var digits = folded.AsSpan(start);
        if (CodeText.FirstNonDigit(digits) is var position and > 0)
            return Error.Of("kernel.mobile-number.characters", ("position", start + position));
        if (digits.Length != 11)
            return Error.Of("kernel.mobile-number.length", ("length", digits.Length), ("expected", 11));
        return digits[0] == '1' && digits[1] >= '3'
            ? new MobileNumber(digits.ToString())
            : Error.Of("kernel.mobile-number.prefix", ("found", digits[..2].ToString()));
    }

    /// <summary>With the country code, <c>+8613800138000</c>, as gateways want it (E.164).</summary>
    public string ToInternational() => "+86" + _text;

    /// <summary>First three and last four digits.</summary>
    public string ToMasked() => CodeText.Mask(_text, 3, 4);

    /// <inheritdoc />
    public int CompareTo(MobileNumber other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Eleven digits.</summary>
    public override string ToString() => _text ?? "";

    private static int PrefixLength(string folded)
    {
        foreach (var prefix in CountryPrefixes)
        {
            if (!folded.StartsWith(prefix, StringComparison.Ordinal)) continue;
            var separated = folded.Length > prefix.Length && folded[prefix.Length] is (' ' or '-');
            return separated ? prefix.Length + 1 : prefix.Length;
        }
        return 0;
    }
}
