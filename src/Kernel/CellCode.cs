using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Cell of the city's management grid, GB/T 30428.1: 12 digits of the village or community and 3 of serial from
/// 001. Errors: <c>kernel.cell-code.length</c>, <c>characters</c>, <c>region</c>, <c>serial</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<CellCode>))]
public readonly record struct CellCode : ICode<CellCode>
{
    private readonly string? _text;

    private CellCode(string text) => _text = text;

    /// <summary>The village or community that the cell is a part of.</summary>
    public RegionCode Region => RegionCode.Parse(ToString()[..12]).Value;

    /// <summary>1 to 999, counted from west to east and north to south within the community.</summary>
    public int Serial => int.Parse(ToString().AsSpan(12), System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public static Result<CellCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length != 15)
            return Error.Of("kernel.cell-code.length", ("length", folded.Length), ("expected", 15));
        if (CodeText.FirstNonDigit(folded) is var position and > 0)
            return Error.Of("kernel.cell-code.characters", ("position", position));
        var region = RegionCode.Parse(folded[..12]);
        if (!region.IsOk || region.Value.Level != RegionLevel.Village)
            return Error.Of("kernel.cell-code.region", ("found", folded[..12]),
                ("position", region.Error?.Args["position"] ?? 10));
        return folded.EndsWith("000", StringComparison.Ordinal)
            ? Error.Of("kernel.cell-code.serial", ("position", 13))
            : new CellCode(folded);
    }

    /// <summary>The town; the cell itself is hidden.</summary>
    public string ToMasked() => CodeText.Mask(_text, 9, 0);

    /// <inheritdoc />
    public int CompareTo(CellCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Fifteen digits.</summary>
    public override string ToString() => _text ?? "";
}
