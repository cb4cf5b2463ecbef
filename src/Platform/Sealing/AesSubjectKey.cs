using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Lingnan.Platform.Sealing;

/// <summary>A subject's key in memory for the time of a session; for one thread at a time.</summary>
internal sealed class AesSubjectKey(string subjectId, byte[] key) : SubjectKey
{
    private AesGcm? _cipher;

    private AesGcm Cipher => _cipher ??= SealedBytes.Cipher(key);

    public override string SubjectId => subjectId;

    public override byte[] Seal(string field, string value) =>
        SealedBytes.Seal(Cipher, Encoding.UTF8.GetBytes(value), Bound(field));

    public override string Open(string field, ReadOnlySpan<byte> sealedValue) =>
        Encoding.UTF8.GetString(SealedBytes.Open(Cipher, sealedValue, Bound(field)));

    public override void Dispose()
    {
        _cipher?.Dispose();
        _cipher = null;
    }

    /// <summary>Subject and field with the subject's length first, so that no two pairs write the same bytes.</summary>
    private byte[] Bound(string field)
    {
        var subject = Encoding.UTF8.GetBytes(subjectId);
        var bound = new byte[4 + subject.Length + Encoding.UTF8.GetByteCount(field)];
        BinaryPrimitives.WriteInt32BigEndian(bound, subject.Length);
        subject.CopyTo(bound, 4);
        Encoding.UTF8.GetBytes(field, bound.AsSpan(4 + subject.Length));
        return bound;
    }
}
