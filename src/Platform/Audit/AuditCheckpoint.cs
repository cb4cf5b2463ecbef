using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Lingnan.Platform.Audit;

/// <summary>The end of one chain at a moment.</summary>
internal sealed record AuditHead(string Chain, long Sequence, string Hash);

/// <summary>The ends of all chains at a moment, joined in one Merkle head and signed. Whoever keeps a copy can tell
/// later whether anything before it was changed or cut off.</summary>
internal sealed record AuditCheckpoint(
    long Number, long MadeAt, IReadOnlyList<AuditHead> Heads, string Root, string KeyId, string Signature)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static AuditCheckpoint Make(long number, long madeAt, IReadOnlyList<AuditHead> heads, AuditSigner signer)
    {
        var root = Convert.ToHexStringLower(RootOf(heads));
        var unsigned = new AuditCheckpoint(number, madeAt, heads, root, signer.KeyId, "");
        return unsigned with { Signature = Convert.ToHexStringLower(signer.Sign(unsigned.Content())) };
    }

    /// <summary>True when the heads give the root and the root was signed by this city's key.</summary>
    public bool IsGenuine(AuditSigner signer)
    {
        try
        {
            return KeyId == signer.KeyId
                && Root == Convert.ToHexStringLower(RootOf(Heads))
                && signer.Verify(Content(), Convert.FromHexString(Signature));
        }
        catch (FormatException)
        {
            return false;
        }
    }

    public string ToLine() => JsonSerializer.Serialize(this, Json);

    public static string HeadsJson(IReadOnlyList<AuditHead> heads) => JsonSerializer.Serialize(heads, Json);

    public static IReadOnlyList<AuditHead> ParseHeads(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<AuditHead>>(json, Json) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    /// <summary>Null for a torn or foreign line.</summary>
    public static AuditCheckpoint? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditCheckpoint>(line, Json) is { Heads: not null, Root: not null,
                Signature: not null } read
                ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] Content() => Encoding.UTF8.GetBytes($"lingnan-audit-checkpoint 1 {Number} {MadeAt} {Root} {KeyId}");

    /// <summary>The Merkle tree of RFC 6962: leaves and nodes are hashed with different first bytes.</summary>
    private static byte[] RootOf(IReadOnlyList<AuditHead> heads)
    {
        if (heads.Count == 0) return SHA256.HashData([]);
        var level = heads.Select(LeafOf).ToList();
        while (level.Count > 1)
        {
            var above = new List<byte[]>();
            for (var i = 0; i < level.Count; i += 2)
                above.Add(i + 1 < level.Count ? SHA256.HashData([1, .. level[i], .. level[i + 1]]) : level[i]);
            level = above;
        }

        return level[0];
    }

    private static byte[] LeafOf(AuditHead head)
    {
        Span<byte> sequence = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(sequence, head.Sequence);
        return SHA256.HashData(
            [0, .. Encoding.UTF8.GetBytes(head.Chain), 0, .. sequence, .. Convert.FromHexString(head.Hash)]);
    }
}
