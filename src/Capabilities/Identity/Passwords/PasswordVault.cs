using Microsoft.AspNetCore.Identity;

namespace Lingnan.Identity.Passwords;

/// <summary>Hashes and verifies passwords (PBKDF2-SHA512, salted). Only ever called on the <see
/// cref="PasswordQueue"/>.</summary>
internal sealed class PasswordVault(IPasswordHasher<PasswordVault> hasher)
{
    // Verified where there is no account, so that an unknown name takes as long as a known one.
    private readonly string _nobody = hasher.HashPassword(null!, Model.Secrets.NewToken());

    public string Hash(string password) => hasher.HashPassword(this, password);

    public bool Verify(string? hash, string password) =>
        hasher.VerifyHashedPassword(this, hash ?? _nobody, password) != PasswordVerificationResult.Failed
            && hash is not null;
}
