namespace Lingnan.Identity.Model;

/// <summary>Sign-in names of officers: one spelling each, so that no two look alike to the database and different to
/// people.</summary>
internal static class UserNames
{
    /// <summary>Empty, which is nobody's, for texts that cannot be a name.</summary>
    public static string Fold(string typed) => IsPlain(typed) ? typed.Trim().ToLowerInvariant() : "";

    /// <summary>False for texts that are too long or hold control characters, which PostgreSQL refuses to
    /// compare.</summary>
    public static bool IsPlain(string? text) =>
        text is { Length: <= IdentityLimits.NameLength } && !text.Any(char.IsControl);

    /// <summary>Letters, digits, dot, hyphen and underscore, beginning with a letter: never to be mistaken for a
    /// resident number or a mobile number.</summary>
    public static bool IsValid(string folded) =>
        folded.Length is >= 2 and <= IdentityLimits.UserNameLength && char.IsAsciiLetterLower(folded[0])
        && folded.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '-' or '_');
}
