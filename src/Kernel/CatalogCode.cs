using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Code of a data resource in a government catalogue (guide of 2017): class 1 digit (1 basic, 2 theme,
/// 3 department), item 2, category 3, an optional detail, then a slash and the sequence, e.g. <c>1010002/000015</c>.
/// Errors: <c>kernel.catalog-code.shape</c>, <c>class</c>, <c>classification</c>, <c>sequence</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<CatalogCode>))]
public readonly record struct CatalogCode : ICode<CatalogCode>
{
    private const int FixedLength = 6;
    private const int DetailLengthMax = 20;
    private const int SequenceLengthMax = 12;
    private readonly string? _text;

    private CatalogCode(string text) => _text = text;

    /// <summary>1 basic, 2 theme, 3 department.</summary>
    public int Class => ToString()[0] - '0';

    /// <summary>Two digits within the class.</summary>
    public string Item => ToString()[1..3];

    /// <summary>Three digits within the item.</summary>
    public string Category => ToString()[3..6];

    /// <summary>Digits below the category, often empty.</summary>
    public string Detail => Classification[FixedLength..];

    /// <summary>All before the slash.</summary>
    public string Classification => ToString()[..Slash];

    /// <summary>The running number after the slash, with its leading zeros.</summary>
    public string Sequence => ToString()[(Slash + 1)..];

    private int Slash => ToString().IndexOf('/', StringComparison.Ordinal);

    /// <inheritdoc />
    public static Result<CatalogCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        var slash = folded.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0) return new Error("kernel.catalog-code.shape");
        if (slash is < FixedLength or > FixedLength + DetailLengthMax)
            return Error.Of("kernel.catalog-code.classification", ("length", slash), ("position", slash + 1));
        if (CodeText.FirstNonDigit(folded.AsSpan(0, slash)) is var position and > 0)
            return Error.Of("kernel.catalog-code.classification", ("length", slash), ("position", position));
        if (folded[0] is < '1' or > '3')
            return Error.Of("kernel.catalog-code.class", ("found", folded[..1]), ("position", 1));
        var sequence = folded.AsSpan(slash + 1);
        return sequence.Length is > 0 and <= SequenceLengthMax && CodeText.FirstNonDigit(sequence) == 0
            ? new CatalogCode(folded)
            : Error.Of("kernel.catalog-code.sequence", ("max", SequenceLengthMax), ("position", slash + 2));
    }

    /// <summary>The classification; the resource itself is hidden.</summary>
    public string ToMasked() => _text is null ? "" : $"{Classification}/***";

    /// <inheritdoc />
    public int CompareTo(CatalogCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Classification, slash, sequence.</summary>
    public override string ToString() => _text ?? "";
}
