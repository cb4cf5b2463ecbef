namespace Lingnan.Platform.Audit;

/// <summary>The chain of entries that belong to no write. One writer at a time.</summary>
internal interface IReadChain
{
    /// <summary>Returns when the entries are durable, all of them or none.</summary>
    Task AppendAsync(IReadOnlyList<AuditEntry> entries);
}
