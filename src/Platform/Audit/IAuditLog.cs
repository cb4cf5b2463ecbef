namespace Lingnan.Platform.Audit;

/// <summary>Which entries to read; all given conditions hold together.</summary>
public sealed record AuditQuery
{
    /// <summary>Only entries about this person.</summary>
    public string? SubjectId { get; init; }
    /// <summary>Only entries of this account.</summary>
    public string? CallerId { get; init; }
    /// <summary>All entries but this account's.</summary>
    public string? ExceptCallerId { get; init; }
    /// <summary>Only actions that start with this text.</summary>
    public string? ActionPrefix { get; init; }
    /// <summary>Only entries about this object.</summary>
    public string? Object { get; init; }
    /// <summary>At or after.</summary>
    public DateTimeOffset? From { get; init; }
    /// <summary>Before (exclusive).</summary>
    public DateTimeOffset? To { get; init; }
    /// <summary>Cursor of the page before, or null for the newest entries.</summary>
    public string? Cursor { get; init; }
    /// <summary>Page size, 1 to 200.</summary>
    public int Limit { get; init; } = 50;
}

/// <summary>One page, newest first.</summary>
/// <param name="Items">The entries.</param>
/// <param name="Next">Cursor of the next (older) page, or null at the end.</param>
public sealed record AuditPage(IReadOnlyList<AuditRecord> Items, string? Next);

/// <summary>A defect that verification found.</summary>
/// <param name="Partition">Chain, or <c>checkpoints</c> where a signed checkpoint itself is at fault.</param>
/// <param name="Sequence">Position, or number of the checkpoint.</param>
/// <param name="Kind"><c>changed</c>, <c>removed</c>, <c>re-ordered</c>, <c>added</c> or <c>head</c>.</param>
public sealed record AuditDefect(string Partition, long Sequence, string Kind);

/// <summary>What verification saw.</summary>
/// <param name="Entries">Entries walked.</param>
/// <param name="Defects">Empty when the log is whole (at most 1,000 are named).</param>
public sealed record AuditVerdict(long Entries, IReadOnlyList<AuditDefect> Defects);

/// <summary>The append-only log of reads of personal data and of all writes. Thread-safe.</summary>
public interface IAuditLog
{
    /// <summary>Appends an entry that belongs to no write (a read, a refusal). Returns when it is durable; concurrent
    /// calls share one commit (group commit). Call it before the data leaves.</summary>
    Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default);

    /// <summary>Reads a page, newest first.</summary>
    Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default);

    /// <summary>Walks every chain and names any changed, removed or re-ordered entry.</summary>
    Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken = default);
}
