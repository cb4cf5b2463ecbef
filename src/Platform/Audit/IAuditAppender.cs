using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>Writes the entries of a write session into the chain, within that session,
/// just before it commits.</summary>
internal interface IAuditAppender
{
    Task AppendAsync(DbSession session, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken);
}
