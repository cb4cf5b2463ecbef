using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Lingnan.Platform.Sealing;

/// <summary>The city key, opened: it wraps the subjects' keys and keys the blind indexes,
/// each under a derived key.</summary>
internal sealed class CityKey
{
    public const int Length = Aes256Gcm.KeyLength;

    private readonly byte[] _indexing;
    private readonly byte[] _wrapping;
    private readonly ConcurrentDictionary<string, byte[]> _fields = new(StringComparer.Ordinal);

    public CityKey(byte[] key)
    {
        _wrapping = Derive(key, "lingnan subject keys 1");
        _indexing = Derive(key, "lingnan blind index 1");
        CheckValue = Derive(key, "lingnan city key check 1");
    }

    /// <summary>Kept in the database to recognise the key; it tells nothing of it.</summary>
    public byte[] CheckValue { get; }

    public byte[] Wrap(string subjectId, byte[] subjectKey) =>
        SealedBytes.Seal(_wrapping, subjectKey, Encoding.UTF8.GetBytes(subjectId));

    public byte[] Unwrap(string subjectId, byte[] wrapped) =>
        SealedBytes.Open(_wrapping, wrapped, Encoding.UTF8.GetBytes(subjectId));

    public string BlindIndex(string field, string canonicalValue)
    {
        // Fields are declared, so they are few; the derivation is worth keeping.
        var key = _fields.GetOrAdd(field, f => Derive(_indexing, f));
        return Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(canonicalValue)));
    }

    private static byte[] Derive(byte[] key, string purpose) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, info: Encoding.UTF8.GetBytes(purpose));
}
