using System.Collections.Concurrent;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;

namespace Lingnan.Testing;

/// <summary>Keeps audit entries in memory, for tests of storage alone; the chain itself is tested where it is
/// written.</summary>
internal sealed class RecordingAudit : IAuditAppender
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    public IReadOnlyCollection<AuditEntry> Entries => _entries;

    public Task AppendAsync(DbSession session, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries) _entries.Enqueue(entry);
        return Task.CompletedTask;
    }
}
