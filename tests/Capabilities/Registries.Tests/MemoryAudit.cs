using System.Collections.Concurrent;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Tests;

/// <summary>Keeps entries in order; the chain is tested where it is written.</summary>
internal sealed class MemoryAudit : IAuditLog, IAuditAppender
{
    private readonly ConcurrentQueue<AuditEntry> _entries = new();

    public IReadOnlyList<AuditEntry> Entries => [.. _entries];

    public void Clear() => _entries.Clear();

    public Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        _entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task AppendAsync(DbSession session, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries) _entries.Enqueue(entry);
        return Task.CompletedTask;
    }

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
