using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>Appends in a write session, as every engine can.</summary>
internal sealed class SessionReadChain(IDatabase database, AuditChain chain) : IReadChain
{
    public async Task AppendAsync(IReadOnlyList<AuditEntry> entries)
    {
        await using var session = await database.WriteAsync();
        session.Unaudited("the entries are the audit");
        await chain.AppendAsync(session, entries, _ => AuditChain.Reads, CancellationToken.None);
        await session.CommitAsync();
    }
}
