using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Code of a government service item. 31 characters: credit code of the organ, level of exercise (1 state to
/// 6 village), basic code of 12; 33 with the two digits of a handling item. The older text has up to 24 letters and
/// digits without parts. Errors: <c>kernel.service-item-code.length</c>, <c>characters</c>, <c>organ</c>,
/// <c>level</c>, <c>basic</c>, <c>handling</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<ServiceItemCode>))]
public readonly record struct ServiceItemCode : ICode<ServiceItemCode>
{
    private const int OldLengthMax = 24;
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private readonly string? _text;

    private ServiceItemCode(string text) => _text = text;

    /// <summary>True for the older text, which has no parts.</summary>
    public bool IsOlder => ToString().Length <= OldLengthMax;

    /// <summary>The organ that exercises the item; null in the older text.</summary>
    public CreditCode? Organ => IsOlder ? null : CreditCode.Parse(ToString()[..18]).Value;

    /// <summary>Level of exercise, 1 state, 2 province, 3 city, 4 county, 5 town, 6 village; null in the
    /// older text.</summary>
    public int? Level => IsOlder ? null : ToString()[18] - '0';

    /// <summary>Basic code of the national catalogue, 12 characters; null in the older text.</summary>
    public string? BasicCode => IsOlder ? null : ToString()[19..31];

    /// <summary>Handling item, two digits; null when the code names the whole item.</summary>
    public string? HandlingItem => ToString().Length == 33 ? ToString()[31..] : null;

    /// <inheritdoc />
    public static Result<ServiceItemCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length is not (> 0 and <= OldLengthMax or 31 or 33))
            return Error.Of("kernel.service-item-code.length", ("length", folded.Length), ("expected", "31, 33"));
        if (CodeText.FirstOutside(folded, Alphabet) is var position and > 0)
            return Error.Of("kernel.service-item-code.characters", ("position", position));
        if (folded.Length > OldLengthMax && WrongPart(folded) is { } error) return error;
        return new ServiceItemCode(folded);
    }

    /// <summary>The first six characters; items are public, but masks hide alike everywhere.</summary>
    public string ToMasked() => CodeText.Mask(_text, 6, 0);

    /// <inheritdoc />
    public int CompareTo(ServiceItemCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>31 or 33 characters, or the older text.</summary>
    public override string ToString() => _text ?? "";

    private static Error? WrongPart(string folded)
    {
        if (CreditCode.Parse(folded[..18]) is { IsOk: false, Error: var inner })
            return Error.Of("kernel.service-item-code.organ",
                ("found", folded[..18]), ("reason", inner.Code), ("position", inner.Args["position"]));
        if (folded[18] is < '1' or > '6')
            return Error.Of("kernel.service-item-code.level", ("found", folded[18..19]), ("position", 19));
        if (CodeText.FirstNonDigit(folded.AsSpan(19, 12)) is var basic and > 0)
            return Error.Of("kernel.service-item-code.basic", ("position", 19 + basic));
        return CodeText.FirstNonDigit(folded.AsSpan(31)) is var handling and > 0
            ? Error.Of("kernel.service-item-code.handling", ("position", 31 + handling))
            : null;
    }
}
