using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>The entries that belong to no write (reads, refusals) in the order in which they became durable. Positions
/// have no gap, so one who follows the log by its position never passes an entry that comes to light later.</summary>
public static class AuditFeed
{
    /// <summary>Entries after a position, oldest first; position 0 is the beginning.</summary>
    public static Task<IReadOnlyList<AuditRecord>> AfterAsync(
        DbSession session, long position, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            session, "sequence > @position ORDER BY sequence LIMIT @limit",
            new { chain = AuditChain.Reads, position, limit }, cancellationToken);

    /// <summary>Entries at these positions, oldest first; at most 1,000.</summary>
    public static Task<IReadOnlyList<AuditRecord>> AtAsync(
        DbSession session, IReadOnlyCollection<long> positions, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(positions.Count, 1_000);
        return ReadAsync(
            session, session.Dialect.IsOneOf("sequence", "positions") + " ORDER BY sequence",
            new { chain = AuditChain.Reads, positions = positions.ToArray() }, cancellationToken);
    }

    private static async Task<IReadOnlyList<AuditRecord>> ReadAsync(
        DbSession session, string condition, object parameters, CancellationToken cancellationToken)
    {
        await using var reader = await session.Connection.ExecuteReaderAsync(new CommandDefinition(
            $"SELECT {AuditRow.Columns}, hash FROM platform_audit WHERE chain = @chain AND {condition}",
            parameters, session.Transaction, cancellationToken: cancellationToken));
        var records = new List<AuditRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var (row, hash) = AuditRow.Read(reader);
            records.Add(row.ToRecord(hash));
        }
        return records;
    }
}
