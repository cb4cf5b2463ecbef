using System.Text;
using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>
/// Writes entries into the chains. The head row of a chain is locked from the first entry until the session commits,
/// so positions have no gap and no two entries share one.
/// </summary>
internal sealed class AuditChain(MonotonicClock clock, AuditSignal signal) : IAuditAppender
{
    /// <summary>Chain of the entries that belong to no write.</summary>
    public const string Reads = "r0";

    public Task AppendAsync(
        DbSession session, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken) =>
        AppendAsync(session, entries, e => WriteChainOf(e.Caller.AccountId), cancellationToken);

    public async Task AppendAsync(
        DbSession session, IReadOnlyList<AuditEntry> entries, Func<AuditEntry, string> chainOf,
        CancellationToken cancellationToken)
    {
        // Sorted, so that two sessions that need two chains never wait for each other in a ring.
        foreach (var group in entries.GroupBy(chainOf).OrderBy(g => g.Key, StringComparer.Ordinal))
            await AppendAsync(session, group.Key, [.. group], cancellationToken);
        session.AfterCommit(signal.Raise);
    }

    /// <summary>The same caller always writes into the same chain, so one person's doings stay in order.</summary>
    internal static string WriteChainOf(string callerId)
    {
        var hash = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(callerId)) hash = (hash ^ b) * 16777619u;
        return $"w{hash % AuditLimits.WriteChains}";
    }

    /// <summary>The entries as rows that follow a head, and the head after them.</summary>
    public (IReadOnlyList<(AuditRow Row, byte[] Hash)> Rows, ChainHead After) Link(
        string chain, ChainHead head, IReadOnlyList<AuditEntry> entries)
    {
        clock.Seen(Instant.FromMicros(head.EntryAt));
        var (sequence, at, before) = (head.Sequence, head.EntryAt, head.Hash);
        var rows = new List<(AuditRow Row, byte[] Hash)>(entries.Count);
        foreach (var entry in entries)
        {
            at = Math.Max(at, clock.Now().ToMicros());
            var row = AuditRow.Of(entry, chain, ++sequence, at);
            before = row.Hash(before);
            rows.Add((row, before));
        }
        return (rows, new ChainHead(sequence, at, before));
    }

    /// <summary>The head of a chain, made where there is none yet and locked until the session ends.</summary>
    public static async Task<ChainHead> LockHeadAsync(
        DbSession session, string chain, CancellationToken cancellationToken)
    {
        var select = new CommandDefinition(
            "SELECT sequence AS Sequence, entry_at AS EntryAt, hash AS Hash FROM platform_audit_heads "
            + "WHERE chain = @chain" + session.Dialect.ForUpdate,
            new { chain }, session.Transaction, cancellationToken: cancellationToken);
        if (await session.Connection.QuerySingleOrDefaultAsync<ChainHead>(select) is { } head) return head;
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO platform_audit_heads (chain, sequence, entry_at, hash) VALUES (@chain, 0, 0, @hash) "
            + "ON CONFLICT DO NOTHING",
            new { chain, hash = AuditRow.Genesis }, session.Transaction, cancellationToken: cancellationToken));
        return await session.Connection.QuerySingleAsync<ChainHead>(select);
    }

    private async Task AppendAsync(
        DbSession session, string chain, IReadOnlyList<AuditEntry> entries, CancellationToken cancellationToken)
    {
        var head = await LockHeadAsync(session, chain, cancellationToken);
        var (rows, after) = Link(chain, head, entries);
        await session.Dialect.InsertManyAsync(
            session, "platform_audit", AuditRow.BulkColumns,
            [.. rows.Select(r => (object?[])[r.Row.Chain, r.Row.Sequence, r.Row.At, .. r.Row.Texts, r.Hash])],
            cancellationToken);
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "UPDATE platform_audit_heads SET sequence = @Sequence, entry_at = @EntryAt, hash = @Hash "
            + "WHERE chain = @chain",
            new { chain, after.Sequence, after.EntryAt, after.Hash }, session.Transaction,
            cancellationToken: cancellationToken));
    }
}

/// <summary>Where a chain stands.</summary>
/// <param name="Sequence">Place of its last entry; 0 where there is none.</param>
/// <param name="EntryAt">When that was made, microseconds.</param>
/// <param name="Hash">What the next entry links to.</param>
internal sealed record ChainHead(long Sequence, long EntryAt, byte[] Hash);
