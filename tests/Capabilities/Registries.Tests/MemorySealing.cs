using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Tests;

/// <summary>Seals as the platform does, with keys in memory.</summary>
internal sealed class MemorySealing : ISealing
{
    private readonly ConcurrentDictionary<string, byte[]> _keys = new();
    private readonly byte[] _indexKey = RandomNumberGenerator.GetBytes(32);

    public Task<IReadOnlyList<SubjectKey>> KeysForWriteAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<SubjectKey>>(
            [.. subjectIds.Select(id => new Key(id, _keys.GetOrAdd(id, _ => RandomNumberGenerator.GetBytes(32))))]);

    public Task<IReadOnlyList<SubjectKey?>> KeysForReadAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<SubjectKey?>>([.. subjectIds.Select(id => _keys.TryGetValue(id, out var key) ? new Key(id, key) : null)]);

    public string BlindIndex(string field, string canonicalValue) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_indexKey, Encoding.UTF8.GetBytes(field + "\0" + canonicalValue)));

    public Task DestroyAsync(DbSession session, string subjectId, CancellationToken cancellationToken = default)
    {
        _keys.TryRemove(subjectId, out _);
        return Task.CompletedTask;
    }

    private sealed class Key(string subjectId, byte[] key) : SubjectKey
    {
        public override string SubjectId => subjectId;

        public override byte[] Seal(string field, string value)
        {
            var plain = Encoding.UTF8.GetBytes(value);
            var result = new byte[12 + plain.Length + 16];
            RandomNumberGenerator.Fill(result.AsSpan(0, 12));
            using var aes = new AesGcm(key, 16);
            aes.Encrypt(result.AsSpan(0, 12), plain, result.AsSpan(12, plain.Length), result.AsSpan(12 + plain.Length), Encoding.UTF8.GetBytes(field));
            return result;
        }

        public override string Open(string field, ReadOnlySpan<byte> sealedValue)
        {
            var plain = new byte[sealedValue.Length - 28];
            using var aes = new AesGcm(key, 16);
            aes.Decrypt(sealedValue[..12], sealedValue[12..^16], sealedValue[^16..], plain, Encoding.UTF8.GetBytes(field));
            return Encoding.UTF8.GetString(plain);
        }
    }
}
