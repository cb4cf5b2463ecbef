using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Organisation code, GB 11714: 8 characters and a check character, written with or without a hyphen before it.
/// Errors: <c>kernel.organization-code.length</c>, <c>characters</c>, <c>check-digit</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<OrganizationCode>))]
public readonly record struct OrganizationCode : ICode<OrganizationCode>
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private readonly string? _text;

    private OrganizationCode(string text) => _text = text;

    /// <inheritdoc />
    public static Result<OrganizationCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length == 10 && folded[8] == '-') folded = folded.Remove(8, 1);
        if (folded.Length != 9)
            return Error.Of("kernel.organization-code.length", ("length", folded.Length), ("expected", 9));
        if (CodeText.FirstOutside(folded, Alphabet) is var position and > 0)
            return Error.Of("kernel.organization-code.characters", ("position", position));
        var expected = CheckCharacter(folded);
        return folded[8] == expected
            ? new OrganizationCode(folded)
            : Error.Of("kernel.organization-code.check-digit", ("expected", expected.ToString()), ("position", 9));
    }

    /// <summary>The form printed on old certificates, <c>12345678-9</c>.</summary>
    public string ToHyphenated() => _text is null ? "" : _text.Insert(8, "-");

    /// <inheritdoc />
    public string ToMasked() => CodeText.Mask(_text, 2, 2);

    /// <inheritdoc />
    public int CompareTo(OrganizationCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Nine characters, no hyphen.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>The check character of the first eight characters.</summary>
    internal static char CheckCharacter(ReadOnlySpan<char> body)
    {
        ReadOnlySpan<int> weights = [3, 7, 9, 10, 5, 8, 4, 2];
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += Alphabet.IndexOf(body[i], StringComparison.Ordinal) * weights[i];
        return (11 - sum % 11) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
