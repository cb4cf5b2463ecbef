namespace Lingnan.Kernel;

/// <summary>Citizen identity number, GB 11643.</summary>
public readonly record struct ResidentId : ICode<ResidentId>
{
    private readonly string _text;

    private ResidentId(string text) => _text = text;

    /// <inheritdoc />
    public static Result<ResidentId> Parse(string? text) =>
        text is { Length: 18 } ? new ResidentId(text) : new Error("kernel.resident-id.length");

    /// <inheritdoc />
    public string ToMasked() => _text[..3] + "***********" + _text[^4..];

    /// <inheritdoc />
    public int CompareTo(ResidentId other) => string.CompareOrdinal(_text, other._text);

    /// <inheritdoc />
    public override string ToString() => _text;
}
