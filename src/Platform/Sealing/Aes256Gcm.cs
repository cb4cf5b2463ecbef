using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Lingnan.Platform.Sealing;

/// <summary>AES-256-GCM (NIST SP 800-38D) with nonces of 12 and tags of 16 bytes. A page opens hundreds of short
/// values, each under a key of its own, and to set a key up costs the system's library ten times what the cipher does;
/// libsodium does it in passing. Where the processor lacks the instructions that libsodium asks for, the system's
/// library serves. Both write and read the same bytes.</summary>
internal static partial class Aes256Gcm
{
    public const int KeyLength = 32, NonceLength = 12, TagLength = 16;

    private const string Library = "libsodium";

    private static readonly bool HasSodium = Init() >= 0 && IsAvailable() == 1;

    /// <summary>Writes ciphertext of the plaintext's length, and the tag.</summary>
    public static void Encrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound,
        Span<byte> cipher, Span<byte> tag)
    {
        Check(key, nonce, tag);
        ArgumentOutOfRangeException.ThrowIfNotEqual(cipher.Length, plain.Length);
        if (!HasSodium)
        {
            EncryptBySystem(key, nonce, plain, bound, cipher, tag);
            return;
        }
        if (Encrypt(
            cipher, tag, out _, plain, (ulong)plain.Length, bound, (ulong)bound.Length, 0, nonce, key) != 0)
            throw new CryptographicException("The value could not be sealed.");
    }

    /// <summary>Writes the plaintext. False, and zeros, unless it is exactly what was encrypted.</summary>
    public static bool TryDecrypt(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        Check(key, nonce, tag);
        ArgumentOutOfRangeException.ThrowIfNotEqual(plain.Length, cipher.Length);
        if (!HasSodium) return TryDecryptBySystem(key, nonce, cipher, tag, bound, plain);
        var isWhole = Decrypt(
            plain, 0, cipher, (ulong)cipher.Length, tag, bound, (ulong)bound.Length, nonce, key) == 0;
        if (!isWhole) plain.Clear();
        return isWhole;
    }

    /// <summary>As <see cref="Encrypt(ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte}, ReadOnlySpan{byte},
    /// Span{byte}, Span{byte})"/> by the system's library.</summary>
    public static void EncryptBySystem(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound,
        Span<byte> cipher, Span<byte> tag)
    {
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(nonce, plain, cipher, tag, bound);
    }

    /// <summary>As <see cref="TryDecrypt"/> by the system's library.</summary>
    public static bool TryDecryptBySystem(
        ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> cipher, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> bound, Span<byte> plain)
    {
        using var aes = new AesGcm(key, TagLength);
        try
        {
            aes.Decrypt(nonce, cipher, tag, plain, bound);
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    // The native functions take lengths on trust.
    private static void Check(ReadOnlySpan<byte> key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> tag)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(nonce.Length, NonceLength);
        ArgumentOutOfRangeException.ThrowIfNotEqual(tag.Length, TagLength);
    }

    [LibraryImport(Library, EntryPoint = "sodium_init")]
    private static partial int Init();

    [LibraryImport(Library, EntryPoint = "crypto_aead_aes256gcm_is_available")]
    private static partial int IsAvailable();

    [LibraryImport(Library, EntryPoint = "crypto_aead_aes256gcm_encrypt_detached")]
    private static partial int Encrypt(
        Span<byte> cipher, Span<byte> tag, out ulong tagLength, ReadOnlySpan<byte> plain, ulong plainLength,
        ReadOnlySpan<byte> bound, ulong boundLength, nint secretNonce, ReadOnlySpan<byte> nonce,
        ReadOnlySpan<byte> key);

    [LibraryImport(Library, EntryPoint = "crypto_aead_aes256gcm_decrypt_detached")]
    private static partial int Decrypt(
        Span<byte> plain, nint secretNonce, ReadOnlySpan<byte> cipher, ulong cipherLength, ReadOnlySpan<byte> tag,
        ReadOnlySpan<byte> bound, ulong boundLength, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> key);
}
