using System.Text.Json.Serialization;

namespace Lingnan.Kernel;

/// <summary>
/// Points at one record by its internal id: <c>population:person/p_01J…</c>, that is pack, register, id of
/// <see cref="IdSource"/>. Never by an identity number: references travel in events, logs and addresses of pages.
/// Errors: <c>kernel.ref.shape</c>, <c>name</c>, <c>identity-number</c>, <c>id</c>.
/// </summary>
[JsonConverter(typeof(CodeJsonConverter<Ref>))]
public readonly record struct Ref : ICode<Ref>
{
    private const string IdAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int IdLength = 26;
    private const int NameLengthMax = 64;
    private readonly string? _text;

    private Ref(string text) => _text = text;

    /// <summary>The pack that declares the register.</summary>
    public string Pack => ToString()[..Colon];

    /// <summary>The register within the pack.</summary>
    public string Register => ToString()[(Colon + 1)..Slash];

    /// <summary>The internal id of the record.</summary>
    public string Id => ToString()[(Slash + 1)..];

    private int Colon => ToString().IndexOf(':', StringComparison.Ordinal);

    private int Slash => ToString().IndexOf('/', StringComparison.Ordinal);

    /// <summary>The reference of given parts.</summary>
    public static Result<Ref> Of(string pack, string register, string id) => Parse($"{pack}:{register}/{id}");

    /// <inheritdoc />
    public static Result<Ref> Parse(string? text)
    {
        var trimmed = (text ?? "").Trim();
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        var slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        if (colon < 0 || slash < colon) return new Error("kernel.ref.shape");
        if (!IsName(trimmed.AsSpan(0, colon))) return Error.Of("kernel.ref.name", ("position", 1));
        if (!IsName(trimmed.AsSpan(colon + 1, slash - colon - 1)))
            return Error.Of("kernel.ref.name", ("position", colon + 2));
        var id = trimmed[(slash + 1)..];
        if (TellsIdentity(id)) return new Error("kernel.ref.identity-number");
        return IsInternalId(id) ? new Ref(trimmed) : Error.Of("kernel.ref.id", ("position", slash + 2));
    }

    /// <summary>Pack and register; which record is hidden.</summary>
    public string ToMasked() => _text is null ? "" : $"{Pack}:{Register}/***";

    /// <inheritdoc />
    public int CompareTo(Ref other) => string.CompareOrdinal(_text, other._text);

    /// <summary><c>pack:register/id</c>.</summary>
    public override string ToString() => _text ?? "";

    private static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= NameLengthMax
        && char.IsAsciiLetterLower(name[0])
        && name.IndexOfAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-") < 0;

    private static bool IsInternalId(string id)
    {
        var underscore = id.IndexOf('_', StringComparison.Ordinal);
        return underscore > 0
            && id.AsSpan(0, underscore).IndexOfAnyExceptInRange('a', 'z') < 0
            && id.Length == underscore + 1 + IdLength
            && id.AsSpan(underscore + 1).IndexOfAnyExcept(IdAlphabet) < 0;
    }

    // A number may hide inside a longer text, padded until it has the shape of an id. The short forms are only looked
    // for where the text is no id: a random id may well hold eleven digits in a row.
    private static bool TellsIdentity(string id)
    {
        for (var i = 0; i + 18 <= id.Length; i++)
        {
            var window = id.Substring(i, 18);
            if (ResidentId.Parse(window).IsOk || CreditCode.Parse(window).IsOk) return true;
        }
        if (IsInternalId(id)) return false;
        var bare = id[(id.IndexOf('_', StringComparison.Ordinal) + 1)..];
        return ResidentId.Parse(bare).IsOk || MobileNumber.Parse(bare).IsOk || LongestDigitRun(id) >= 15;
    }

    private static int LongestDigitRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var character in text)
        {
            run = char.IsDigit(character) ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        return longest;
    }
}
