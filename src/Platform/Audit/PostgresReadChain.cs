using Lingnan.Platform.Storage;
using NpgsqlTypes;

namespace Lingnan.Platform.Audit;

/// <summary>
/// Appends with one statement and no more round trips than that: readers wait for this, and each trip of a transaction
/// would be waited for by all of them. The head is remembered; the statement moves it on only from where it was
/// remembered, and where another has moved it meanwhile it does nothing and is made anew.
/// </summary>
internal sealed class PostgresReadChain(PostgresDatabase database, AuditChain chain, AuditSignal signal) : IReadChain
{
    private const int Tries = 5;

    private static readonly string Sql =
        $"""
        WITH moved AS (
          UPDATE platform_audit_heads SET sequence = @sequence, entry_at = @at, hash = @hash
          WHERE chain = @chain AND sequence = @sequenceBefore AND hash = @hashBefore RETURNING chain)
        INSERT INTO platform_audit ({AuditRow.Columns}, hash)
        SELECT moved.chain, entry.* FROM moved,
          unnest(@sequences, @ats, {string.Join(", ", AuditRow.TextColumns.Select(c => "@" + c))}, @hashes) AS entry
        """;

    private ChainHead? _head;

    public async Task AppendAsync(IReadOnlyList<AuditEntry> entries)
    {
        try
        {
            for (var tried = 1; !await TryAsync(entries); tried++)
                if (tried == Tries) throw new InvalidOperationException("Another program writes the chain of reads.");
        }
        catch (Exception e)
        {
            // Whether it came through is not known; the database is asked before the next one.
            _head = null;
            if (StorageFaults.Find(e) is { } error) throw new FaultException(error, e);
            throw;
        }
        signal.Raise();
    }

    private async Task<bool> TryAsync(IReadOnlyList<AuditEntry> entries)
    {
        _head ??= await HeadAsync();
        var (rows, after) = chain.Link(AuditChain.Reads, _head, entries);
        await using var connection = await database.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Sql;
        var values = command.Parameters;
        values.AddWithValue("chain", NpgsqlDbType.Text, AuditChain.Reads);
        values.AddWithValue("sequence", NpgsqlDbType.Bigint, after.Sequence);
        values.AddWithValue("at", NpgsqlDbType.Bigint, after.EntryAt);
        values.AddWithValue("hash", NpgsqlDbType.Bytea, after.Hash);
        values.AddWithValue("sequenceBefore", NpgsqlDbType.Bigint, _head.Sequence);
        values.AddWithValue("hashBefore", NpgsqlDbType.Bytea, _head.Hash);
        values.AddWithValue(
            "sequences", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => r.Row.Sequence).ToArray());
        values.AddWithValue("ats", NpgsqlDbType.Array | NpgsqlDbType.Bigint, rows.Select(r => r.Row.At).ToArray());
        for (var i = 0; i < AuditRow.TextColumns.Count; i++)
            values.AddWithValue(
                AuditRow.TextColumns[i], NpgsqlDbType.Array | NpgsqlDbType.Text,
                rows.Select(r => r.Row.Texts[i]).ToArray());
        values.AddWithValue("hashes", NpgsqlDbType.Array | NpgsqlDbType.Bytea, rows.Select(r => r.Hash).ToArray());
        var kept = await command.ExecuteNonQueryAsync() == rows.Count;
        _head = kept ? after : null;
        return kept;
    }

    private async Task<ChainHead> HeadAsync()
    {
        await using var session = await database.WriteAsync();
        session.Unaudited("the head of a chain, made before its first entry");
        var head = await AuditChain.LockHeadAsync(session, AuditChain.Reads, CancellationToken.None);
        await session.CommitAsync();
        return head;
    }
}
