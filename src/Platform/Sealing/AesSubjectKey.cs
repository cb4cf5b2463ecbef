using System.Buffers.Binary;
using System.Text;

namespace Lingnan.Platform.Sealing;

/// <summary>A subject's key in memory for the time of a session.</summary>
internal sealed class AesSubjectKey(string subjectId, byte[] key) : SubjectKey
{
    private const int OnStackMax = 256;

    public override string SubjectId => subjectId;

    public override byte[] Seal(string field, string value)
    {
        var length = Length(field);
        Span<byte> bound = length <= OnStackMax ? stackalloc byte[length] : new byte[length];
        Bind(bound, field);
        return SealedBytes.Seal(key, Encoding.UTF8.GetBytes(value), bound);
    }

    public override string Open(string field, ReadOnlySpan<byte> sealedValue)
    {
        var length = Length(field);
        Span<byte> bound = length <= OnStackMax ? stackalloc byte[length] : new byte[length];
        Bind(bound, field);
        return Encoding.UTF8.GetString(SealedBytes.Open(key, sealedValue, bound));
    }

    private int Length(string field) =>
        4 + Encoding.UTF8.GetByteCount(subjectId) + Encoding.UTF8.GetByteCount(field);

    // Subject and field with the subject's length first, so that no two pairs write the same bytes.
    private void Bind(Span<byte> bound, string field)
    {
        var subject = Encoding.UTF8.GetBytes(subjectId, bound[4..]);
        BinaryPrimitives.WriteInt32BigEndian(bound, subject);
        Encoding.UTF8.GetBytes(field, bound[(4 + subject)..]);
    }
}
