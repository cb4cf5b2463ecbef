using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Component of the city (a manhole cover, a lamp), GB/T 30428.2: 6 digits of division, 2 of main class, 2 of small
/// class, 6 of serial from 000001. Classes differ between cities and so are data, not checked here beyond 01-99.
/// Errors: <c>kernel.component-code.length</c>, <c>characters</c>, <c>region</c>, <c>class</c>, <c>serial</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<ComponentCode>))]
public readonly record struct ComponentCode : ICode<ComponentCode>
{
    private readonly string? _text;

    private ComponentCode(string text) => _text = text;

    /// <summary>County, or city where it has no counties.</summary>
    public RegionCode Region => RegionCode.Parse(ToString()[..6]).Value;

    /// <summary>Main class, two digits.</summary>
    public string MainClass => ToString()[6..8];

    /// <summary>Small class within the main class, two digits.</summary>
    public string SmallClass => ToString()[8..10];

    /// <summary>1 to 999,999 within division and class.</summary>
    public int Serial => int.Parse(ToString().AsSpan(10), System.Globalization.CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public static Result<ComponentCode> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        if (folded.Length != 16)
            return Error.Of("kernel.component-code.length", ("length", folded.Length), ("expected", 16));
        if (CodeText.FirstNonDigit(folded) is var position and > 0)
            return Error.Of("kernel.component-code.characters", ("position", position));
        var region = RegionCode.Parse(folded[..6]);
        if (!region.IsOk || region.Value.Level == RegionLevel.Province)
            return Error.Of("kernel.component-code.region", ("found", folded[..6]),
                ("position", region.Error?.Args["position"] ?? 3));
        if (folded[6..8] == "00") return Error.Of("kernel.component-code.class", ("position", 7));
        if (folded[8..10] == "00") return Error.Of("kernel.component-code.class", ("position", 9));
        return folded.EndsWith("000000", StringComparison.Ordinal)
            ? Error.Of("kernel.component-code.serial", ("position", 11))
            : new ComponentCode(folded);
    }

    /// <summary>Division and classes; which one of them is hidden.</summary>
    public string ToMasked() => CodeText.Mask(_text, 10, 0);

    /// <inheritdoc />
    public int CompareTo(ComponentCode other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Sixteen digits.</summary>
    public override string ToString() => _text ?? "";
}
