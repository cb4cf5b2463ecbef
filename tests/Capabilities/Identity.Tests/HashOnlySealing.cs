using System.Security.Cryptography;
using System.Text;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;

namespace Lingnan.Identity.Tests;

/// <summary>The one part of sealing that Identity uses.</summary>
internal sealed class HashOnlySealing : ISealing
{
    public string BlindIndex(string field, string canonicalValue) =>
        Convert.ToHexStringLower(HMACSHA256.HashData("key"u8, Encoding.UTF8.GetBytes($"{field}\n{canonicalValue}")));

    public Task<IReadOnlyList<SubjectKey>> KeysForWriteAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

    public Task<IReadOnlyList<SubjectKey?>> KeysForReadAsync(
        DbSession session, IReadOnlyList<string> subjectIds, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

    public Task DestroyAsync(DbSession session, string subjectId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
