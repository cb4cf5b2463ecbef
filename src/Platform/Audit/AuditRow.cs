using System.Buffers;
using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>An entry with its place in a chain, exactly as it is hashed and kept.</summary>
internal sealed record AuditRow(string Chain, long Sequence, long At, IReadOnlyList<string?> Texts)
{
    /// <summary>What the first entry of a chain links to.</summary>
    public static readonly byte[] Genesis = new byte[SHA256.HashSizeInBytes];

    /// <summary>Columns of <see cref="Texts"/>, in the order in which they are hashed. Never change it: add at the end
    /// and raise <see cref="Version"/>.</summary>
    public static readonly IReadOnlyList<string> TextColumns =
    [
        "caller_id", "caller_kind", "caller_name", "unit_name", "action", "object", "subject_id", "purpose",
        "case_number", "detail",
    ];

    /// <summary>All columns but the hash.</summary>
    public static readonly string Columns = "chain, sequence, entry_at, " + string.Join(", ", TextColumns);

    /// <summary>All columns, for many rows at once.</summary>
    public static readonly IReadOnlyList<BulkColumn> BulkColumns =
    [
        new("chain", DbType.String), new("sequence", DbType.Int64), new("entry_at", DbType.Int64),
        .. TextColumns.Select(c => new BulkColumn(c, DbType.String)), new("hash", DbType.Binary),
    ];

    private const byte Version = 1;

    public static AuditRow Of(AuditEntry entry, string chain, long sequence, long at) => new(chain, sequence, at,
    [
        Clean(entry.Caller.AccountId), entry.Caller.Kind.ToString().ToLowerInvariant(), Clean(entry.Caller.Name),
        Clean(entry.Caller.UnitName), Clean(entry.Action), Clean(entry.Object), Clean(entry.SubjectId),
        Clean(entry.Purpose), Clean(entry.CaseNumber), Clean(entry.DetailJson),
    ]);

    /// <summary>Reads a row selected as <see cref="Columns"/>, hash.</summary>
    public static (AuditRow Row, byte[] Hash) Read(DbDataReader reader)
    {
        var texts = new string?[TextColumns.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = reader.IsDBNull(3 + i) ? null : reader.GetString(3 + i);
        // Someone who writes by hand may leave any type in an SQLite column; a changed row must not stop the reading.
        var hash = reader.GetValue(3 + texts.Length) as byte[] ?? [];
        return (new AuditRow(reader.GetString(0), reader.GetInt64(1), reader.GetInt64(2), texts), hash);
    }

    /// <summary>SHA-256 over the hash before and every field with its length,
    /// so that no two entries write the same bytes.</summary>
    public byte[] Hash(ReadOnlySpan<byte> before)
    {
        // One call of the digest: each costs more than the bytes of a field do.
        var bytes = new ArrayBufferWriter<byte>(512);
        bytes.Write([Version]);
        bytes.Write(before);
        Append(bytes, Chain);
        Append(bytes, Sequence);
        Append(bytes, At);
        foreach (var text in Texts) Append(bytes, text);
        return SHA256.HashData(bytes.WrittenSpan);
    }

    public AuditRecord ToRecord(byte[] hash) => new(
        Chain, Sequence, Instant.FromMicros(At), Texts[0]!, Enum.Parse<CallerKind>(Texts[1]!, ignoreCase: true),
        Texts[2]!,
        Texts[3], Texts[4]!, Texts[5]!, Texts[6], Texts[7], Texts[8], Texts[9], Convert.ToHexStringLower(hash));

    private static void Append(ArrayBufferWriter<byte> bytes, long number)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes.GetSpan(8), number);
        bytes.Advance(8);
    }

    private static void Append(ArrayBufferWriter<byte> bytes, string? text)
    {
        // Null and empty are two things, so null has a length of its own.
        var length = text is null ? -1 : Encoding.UTF8.GetByteCount(text);
        BinaryPrimitives.WriteInt32BigEndian(bytes.GetSpan(4), length);
        bytes.Advance(4);
        if (text is not null) Encoding.UTF8.GetBytes(text, bytes);
    }

    /// <summary>What an engine cannot keep (NUL, half of a surrogate pair) is replaced before hashing,
    /// not after.</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(text))]
    private static string? Clean(string? text)
    {
        if (text is null) return null;
        if (text.Length > AuditLimits.TextLength)
            throw new ArgumentException(
                $"An audit text is longer than {AuditLimits.TextLength} characters.", nameof(text));
        if (!text.AsSpan().ContainsAny(Suspicious)) return text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Replace('\0', '\uFFFD');
    }

    private static readonly SearchValues<char> Suspicious = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(i => (char)i), '\0']);
}
