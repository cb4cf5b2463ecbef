using System.Globalization;
using Lingnan.Kernel;

namespace Lingnan.Identity.Model;

/// <summary>What a password must be. Length is what protects; kinds of character only shorten what is asked.</summary>
internal static class PasswordRules
{
    /// <summary>Null when the password will do, else what is wrong with it.</summary>
    /// <param name="password">The password.</param>
    /// <param name="names">Names of its owner (sign-in name, name, number, mobile): it may contain none of
    /// them.</param>
    public static Error? Check(string password, params ReadOnlySpan<string?> names)
    {
        var length = new StringInfo(password).LengthInTextElements;
        if (password.Length > IdentityLimits.PasswordLengthMax)
            return Error.Of(IdentityErrors.PasswordTooLong, ("max", IdentityLimits.PasswordLengthMax));
        if (length < (Kinds(password) >= 3 ? IdentityLimits.MixedPasswordLength : IdentityLimits.PasswordLength))
            return Error.Of(IdentityErrors.PasswordTooShort,
                ("min", IdentityLimits.PasswordLength), ("mixed", IdentityLimits.MixedPasswordLength));
        foreach (var name in names)
        {
            if (name is { Length: >= 2 } && password.Contains(name, StringComparison.OrdinalIgnoreCase))
                return new Error(IdentityErrors.PasswordHasName);
        }
        return IsCommon(password) ? new Error(IdentityErrors.PasswordTooCommon) : null;
    }

    private static int Kinds(string password)
    {
        var kinds = 0;
        foreach (var c in password)
            kinds |= char.IsAsciiLetterLower(c) ? 1 : char.IsAsciiLetterUpper(c) ? 2 : char.IsAsciiDigit(c) ? 4 : 8;
        return int.PopCount(kinds);
    }

    private static bool IsCommon(string password)
    {
        var folded = password.ToLowerInvariant();
        return folded.Distinct().Count() < 5 || IsRun(folded) || CommonPasswords.All.Contains(folded)
            // "password" with the year or a row of digits behind it is tried as early as the word alone.
            || CommonPasswords.All.Contains(folded.TrimEnd("0123456789!@#.".ToCharArray()));
    }

    private static bool IsRun(string text)
    {
        for (var i = 2; i < text.Length; i++)
            if (text[i] - text[i - 1] != text[1] - text[0]) return false;
        return true;
    }
}
