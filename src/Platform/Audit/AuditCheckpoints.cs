using System.Text;
using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>Makes and keeps checkpoints: in the database, and in a file beside it, so that a database that was put back
/// to an earlier state does not agree with the file.</summary>
internal sealed class AuditCheckpoints(IDatabase database, CityOptions city, MonotonicClock clock, AuditSigner signer)
{
    public const string FileName = "audit-checkpoints.log";

    private readonly SemaphoreSlim _one = new(1, 1);

    public string FilePath => Path.Combine(city.DataFolder, FileName);

    /// <summary>Makes one where there are entries that no checkpoint covers.</summary>
    public async Task<bool> MakeAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            if (await KeepAsync(cancellationToken) is not { } made) return false;
            // After the commit: the file never knows more than the database, however the process ends.
            await using var file = new FileStream(FilePath, FileMode.Append, FileAccess.Write, FileShare.Read);
            file.Write(Encoding.UTF8.GetBytes(made.ToLine() + "\n"));
            file.Flush(flushToDisk: true);
            return true;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Keeps one in the database; null where none is needed or another process was faster with this
    /// number.</summary>
    private async Task<AuditCheckpoint?> KeepAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("a checkpoint covers entries and is none");
        var heads = await HeadsAsync(session, cancellationToken);
        var last = (await ReadAsync(session, 1, cancellationToken)).FirstOrDefault();
        if (heads.Count == 0 || (last is not null && last.Heads.SequenceEqual(heads))) return null;
        var made = AuditCheckpoint.Make((last?.Number ?? 0) + 1, clock.Now().ToMicros(), heads, signer);
        var kept = await session.Connection.ExecuteAsync(new CommandDefinition(
            """
            INSERT INTO platform_audit_checkpoints (number, made_at, heads, root, key_id, signature)
            VALUES (@Number, @MadeAt, @heads, @root, @KeyId, @signature) ON CONFLICT DO NOTHING
            """,
            new
            {
                made.Number, made.MadeAt, heads = AuditCheckpoint.HeadsJson(made.Heads), made.KeyId,
                root = Convert.FromHexString(made.Root), signature = Convert.FromHexString(made.Signature),
            },
            session.Transaction, cancellationToken: cancellationToken));
        if (kept == 0) return null;
        // Each covers all entries before it; more than verification compares would only grow.
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "DELETE FROM platform_audit_checkpoints WHERE number <= @before",
            new { before = made.Number - AuditLimits.ComparedCheckpoints }, session.Transaction,
            cancellationToken: cancellationToken));
        await session.CommitAsync(cancellationToken);
        return made;
    }

    /// <summary>The heads as the session sees them, by chain.</summary>
    public static async Task<IReadOnlyList<AuditHead>> HeadsAsync(
        DbSession session, CancellationToken cancellationToken)
    {
        var rows = await session.Connection.QueryAsync<HeadRow>(new CommandDefinition(
            "SELECT chain AS Chain, sequence AS Sequence, hash AS Hash FROM platform_audit_heads ORDER BY chain",
            transaction: session.Transaction, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new AuditHead(r.Chain, r.Sequence, Convert.ToHexStringLower(r.Hash)))];
    }

    /// <summary>Checkpoints of the database, newest first.</summary>
    public static async Task<IReadOnlyList<AuditCheckpoint>> ReadAsync(
        DbSession session, int limit, CancellationToken cancellationToken)
    {
        var rows = await session.Connection.QueryAsync<Row>(new CommandDefinition(
            """
            SELECT number AS Number, made_at AS MadeAt, heads AS Heads, root AS Root, key_id AS KeyId, signature AS Signature
            FROM platform_audit_checkpoints ORDER BY number DESC LIMIT @limit
            """,
            new { limit }, session.Transaction, cancellationToken: cancellationToken));
        return [.. rows.Select(r => new AuditCheckpoint(
            r.Number, r.MadeAt, AuditCheckpoint.ParseHeads(r.Heads), Convert.ToHexStringLower(r.Root), r.KeyId,
            Convert.ToHexStringLower(r.Signature)))];
    }

    /// <summary>The last checkpoint of the file, or null; a torn last line (a kill while it was written)
    /// is passed over.</summary>
    public Task<AuditCheckpoint?> LastOfFileAsync(CancellationToken cancellationToken) =>
        LastOfFileAsync(FilePath, cancellationToken);

    public static async Task<AuditCheckpoint?> LastOfFileAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) return null;
        AuditCheckpoint? last = null;
        await foreach (var line in File.ReadLinesAsync(path, cancellationToken))
            last = AuditCheckpoint.Parse(line) ?? last;
        return last;
    }

    private sealed record HeadRow(string Chain, long Sequence, byte[] Hash);

    private sealed record Row(long Number, long MadeAt, string Heads, byte[] Root, string KeyId, byte[] Signature);
}
