using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Identifier of an electronic certificate, GB/T 36904: <c>1.2.156.3005.2.</c> then type (credit code of who defined
/// it and 3 digits), issuer (credit code, in older ones 6 digits of division), serial, version of 3 digits and check
/// character (ISO 7064 MOD 37,36). The fixed beginning may be left out when parsing. Errors:
/// <c>kernel.certificate-id.parts</c>, <c>characters</c>, <c>prefix</c>, <c>type</c>, <c>issuer</c>, <c>serial</c>,
/// <c>version</c>, <c>check-digit</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<CertificateId>))]
public readonly record struct CertificateId : ICode<CertificateId>
{
    private const string Prefix = "1.2.156.3005.2.";
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const int SerialLengthMax = 32;
    private readonly string? _text;

    private CertificateId(string text) => _text = text;

    /// <summary>Type of certificate, 21 characters.</summary>
    public string Type => Part(0);

    /// <summary>Credit code of the issuer, or 6 digits of its division in older identifiers.</summary>
    public string Issuer => Part(1);

    /// <summary>Running number at the issuer.</summary>
    public string Serial => Part(2);

    /// <summary>Version, 3 digits.</summary>
    public string Version => Part(3);

    /// <inheritdoc />
    public static Result<CertificateId> Parse(string? text)
    {
        var folded = CodeText.Fold(text);
        var start = folded.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0;
        if (CodeText.FirstOutside(folded, Alphabet + ".") is var position and > 0)
            return Error.Of("kernel.certificate-id.characters", ("position", position));
        var parts = folded[start..].Split('.');
        if (start == 0 && parts.Length == 10) return new Error("kernel.certificate-id.prefix");
        if (parts.Length != 5)
            return Error.Of("kernel.certificate-id.parts", ("found", parts.Length), ("expected", 5));
        if (WrongPart(parts) is { } error) return error;
        var expected = CheckCharacter(string.Concat(parts.AsSpan(0, 4)));
        return parts[4].Length == 1 && parts[4][0] == expected
            ? new CertificateId(Prefix + folded[start..])
            : Error.Of("kernel.certificate-id.check-digit",
                ("expected", expected.ToString()), ("position", folded.Length));
    }

    /// <summary>The identifier of given parts, with its check character.</summary>
    /// <param name="type">21 characters.</param>
    /// <param name="issuer">Credit code or 6 digits.</param>
    /// <param name="serial">1 to 32 letters and digits.</param>
    /// <param name="version">1 to 999.</param>
    public static Result<CertificateId> Of(string type, string issuer, string serial, int version)
    {
        var body = CodeText.Fold($"{type}.{issuer}.{serial}.{version:000}");
        return CodeText.FirstOutside(body, Alphabet + ".") is var position and > 0
            ? Error.Of("kernel.certificate-id.characters", ("position", position))
            : Parse($"{body}.{CheckCharacter(body)}");
    }

    /// <summary>Type and issuer; the serial is hidden.</summary>
    public string ToMasked() => _text is null ? "" : $"{Prefix}{Type}.{Issuer}.***";

    /// <inheritdoc />
    public int CompareTo(CertificateId other) => string.CompareOrdinal(_text, other._text);

    /// <summary>The whole identifier with its dots.</summary>
    public override string ToString() => _text ?? "";

    private string Part(int index) => ToString()[Prefix.Length..].Split('.')[index];

    private static Error? WrongPart(string[] parts)
    {
        var (type, issuer, serial, version) = (parts[0], parts[1], parts[2], parts[3]);
        if (type.Length != 21 || !CreditCode.Parse(type[..18]).IsOk || CodeText.FirstNonDigit(type.AsSpan(18)) > 0)
            return new Error("kernel.certificate-id.type");
        if (issuer.Length == 6 ? !RegionCode.Parse(issuer).IsOk : !CreditCode.Parse(issuer).IsOk)
            return new Error("kernel.certificate-id.issuer");
        if (serial.Length is 0 or > SerialLengthMax)
            return Error.Of("kernel.certificate-id.serial", ("max", SerialLengthMax));
        return version.Length == 3 && CodeText.FirstNonDigit(version) == 0
            ? null
            : new Error("kernel.certificate-id.version");
    }

    private static char CheckCharacter(string body)
    {
        var rest = 36;
        foreach (var character in body.Where(c => c != '.'))
        {
            rest = (rest + Alphabet.IndexOf(character, StringComparison.Ordinal)) % 36;
            rest = 2 * (rest == 0 ? 36 : rest) % 37;
        }
        return Alphabet[(37 - rest) % 36];
    }
}
