using System.Security.Cryptography;

namespace Lingnan.Platform.Sealing;

/// <summary>The one form of everything sealed: version, nonce, ciphertext, tag; AES-256-GCM.</summary>
internal static class SealedBytes
{
    private const byte Version = 1;
    private const int NonceLength = 12, TagLength = 16, Overhead = 1 + NonceLength + TagLength;

    /// <summary>A cipher to seal and open with; not for two threads at once.</summary>
    public static AesGcm Cipher(byte[] key) => new(key, TagLength);

    public static byte[] Seal(AesGcm aes, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> bound)
    {
        var output = new byte[Overhead + plain.Length];
        output[0] = Version;
        var nonce = output.AsSpan(1, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        aes.Encrypt(
            nonce, plain, output.AsSpan(1 + NonceLength, plain.Length), output.AsSpan(output.Length - TagLength),
            bound);
        return output;
    }

    /// <summary>Throws <see cref="SealingErrors.Altered"/> unless it is exactly what was sealed with the same key and
    /// binding.</summary>
    public static byte[] Open(AesGcm aes, ReadOnlySpan<byte> sealedValue, ReadOnlySpan<byte> bound)
    {
        if (sealedValue.Length < Overhead || sealedValue[0] != Version) throw new FaultException(SealingErrors.Altered);
        var plain = new byte[sealedValue.Length - Overhead];
        try
        {
            aes.Decrypt(sealedValue.Slice(1, NonceLength), sealedValue.Slice(1 + NonceLength, plain.Length),
                sealedValue[^TagLength..], plain, bound);
            return plain;
        }
        catch (AuthenticationTagMismatchException e)
        {
            throw new FaultException(SealingErrors.Altered, e);
        }
    }
}
