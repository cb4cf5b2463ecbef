using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Unified social credit code, GB 32100: registration authority, category, 6 digits of area, organisation code,
/// check character. Errors: <c>kernel.credit-code.length</c>, <c>characters</c>, <c>authority</c>, <c>category</c>,
/// <c>region</c>, <c>organization</c>, <c>check-digit</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<CreditCode>))]
public readonly record struct CreditCode : ICode<CreditCode>
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const string WholeCountry = "100000";
    private readonly string? _text;

    private CreditCode(string text) => _text = text;

    /// <summary>The organisation code inside, positions 9 to 17.</summary>
    public OrganizationCode OrganizationCode => OrganizationCode.Parse(ToString()[8..17]).Value;

    /// <summary>Registration authority, e.g. <c>9</c> market regulation, <c>1</c> establishment office.</summary>
    public char Authority => ToString()[0];

    /// <summary>Category within the authority, e.g. <c>1</c> company of authority <c>9</c>.</summary>
    public char Category => ToString()[1];

    /// <summary>Area of first registration, 6 digits, possibly historic; <c>100000</c> for the whole country.</summary>
    public string RegionCode => ToString()[2..8];

    /// <summary>True for area codes 990000-999999, never assigned: made for demonstration. A real city
    /// refuses these.</summary>
    public bool IsSynthetic => RegionCode.StartsWith(Provinces.Synthetic, StringComparison.Ordinal);

    /// <inheritdoc />
    public static Result<CreditCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length != 18)
            return Error.Of("kernel.credit-code.length", ("length", folded.Length), ("expected", 18));
        if (CodeText.FirstOutside(folded, Alphabet) is var position and > 0)
            return Error.Of("kernel.credit-code.characters", ("position", position));
        if (WrongHead(folded) is { } error) return error;
        var expected = CheckCharacter(folded);
        return folded[17] == expected
            ? new CreditCode(folded)
            : Error.Of("kernel.credit-code.check-digit", ("expected", expected.ToString()), ("position", 18));
    }

    /// <summary>The code of given parts, with both check characters; generators of demo cities use it.</summary>
    /// <param name="kind">Authority and category, e.g. <c>91</c>.</param>
    /// <param name="region">Six digits of area.</param>
    /// <param name="organization">The eight characters of the organisation code before its check character.</param>
    public static Result<CreditCode> Of(string kind, string region, string organization)
    {
        var head = CodeText.Fold(kind + region + organization);
        if (head.Length != 16 || CodeText.FirstOutside(head, Alphabet) > 0)
            return Error.Of("kernel.credit-code.length", ("length", head.Length + 2), ("expected", 18));
        var body = head + OrganizationCode.CheckCharacter(head.AsSpan(8));
        return Parse(body + CheckCharacter(body));
    }

    /// <inheritdoc />
    public string ToMasked() => CodeText.Mask(_text, 4, 4);

    /// <inheritdoc />
    public int CompareTo(CreditCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Eighteen characters.</summary>
    public override string ToString() => _text ?? "";

    private static Error? WrongHead(string folded)
    {
        if (CategoriesOf(folded[0]) is not { } categories)
            return Error.Of("kernel.credit-code.authority", ("found", folded[0].ToString()), ("position", 1));
        if (!categories.Contains(folded[1], StringComparison.Ordinal))
            return Error.Of("kernel.credit-code.category", ("found", folded[1].ToString()),
                ("expected", string.Join(", ", categories.ToCharArray())), ("position", 2));
        var region = folded.AsSpan(2, 6);
        if (CodeText.FirstNonDigit(region) is var letter and > 0)
            return Error.Of("kernel.credit-code.region", ("found", region.ToString()), ("position", letter + 2));
        if (!Provinces.Begin(region) && !region.StartsWith(Provinces.Synthetic) && !region.SequenceEqual(WholeCountry))
            return Error.Of("kernel.credit-code.region", ("found", region.ToString()), ("position", 3));
        var expected = OrganizationCode.CheckCharacter(folded.AsSpan(8));
        return folded[16] == expected
            ? null
            : Error.Of("kernel.credit-code.organization", ("expected", expected.ToString()), ("position", 17));
    }

    private static string? CategoriesOf(char authority) => authority switch
    {
        '1' or '5' => "1239",
        '2' or '4' or '8' or 'A' => "19",
        '3' => "123459",
        '6' or '7' => "129",
        '9' => "123",
        'N' => "1239",
        'Y' => "1",
        _ => null,
    };

    private static char CheckCharacter(ReadOnlySpan<char> body)
    {
        ReadOnlySpan<int> weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
        var sum = 0;
        for (var i = 0; i < 17; i++) sum += Alphabet.IndexOf(body[i], StringComparison.Ordinal) * weights[i];
        return Alphabet[(31 - sum % 31) % 31];
    }
}
