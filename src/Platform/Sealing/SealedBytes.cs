using System.Security.Cryptography;

namespace Lingnan.Platform.Sealing;

/// <summary>The one form of everything sealed: version, nonce, ciphertext, tag; AES-256-GCM.</summary>
internal static class SealedBytes
{
    private const byte Version = 1;
    private const int Head = 1 + Aes256Gcm.NonceLength, Overhead = Head + Aes256Gcm.TagLength;

    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var output = new byte[Overhead + plain.Length];
        output[0] = Version;
        var nonce = output.AsSpan(1, Aes256Gcm.NonceLength);
        RandomNumberGenerator.Fill(nonce);
        Aes256Gcm.Encrypt(
            key, nonce, plain, bound, output.AsSpan(Head, plain.Length), output.AsSpan(Head + plain.Length));
        return output;
    }

    /// <summary>Throws <see cref="SealingErrors.Altered"/> unless it is exactly what was sealed with the same key and
    /// binding.</summary>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> bound)
    {
        if (sealedValue.Length < Overhead || sealedValue[0] != Version) throw new FaultException(SealingErrors.Altered);
        var plain = new byte[sealedValue.Length - Overhead];
        return Aes256Gcm.TryDecrypt(
            key, sealedValue[1..Head], sealedValue[Head..^Aes256Gcm.TagLength], sealedValue[^Aes256Gcm.TagLength..],
            bound, plain)
            ? plain
            : throw new FaultException(SealingErrors.Altered);
    }
}
