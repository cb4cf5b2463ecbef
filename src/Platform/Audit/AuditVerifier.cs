using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>
/// Walks every chain on one snapshot, in constant memory, and compares it with the heads and with the signed
/// checkpoints of database and file.
/// </summary>
internal sealed class AuditVerifier(IDatabase database, AuditCheckpoints checkpoints, AuditSigner signer)
{
    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken)
    {
        // Read before the snapshot begins, so that it cannot know of an entry that the snapshot lacks.
        var lastOfFile = await checkpoints.LastOfFileAsync(cancellationToken);
        await using var session = await database.ReadAsync(cancellationToken);
        var heads = await AuditCheckpoints.HeadsAsync(session, cancellationToken);
        var kept = await AuditCheckpoints.ReadAsync(session, AuditLimits.ComparedCheckpoints, cancellationToken);
        var defects = new AuditDefects();
        var signed = Genuine(kept, lastOfFile, defects);
        var entries = await WalkAsync(session, heads, signed, defects, cancellationToken);
        return new AuditVerdict(entries, defects.Named);
    }

    /// <summary>The positions that genuine checkpoints fix, by chain.</summary>
    private Dictionary<string, SortedDictionary<long, string>> Genuine(
        IReadOnlyList<AuditCheckpoint> kept, AuditCheckpoint? lastOfFile, AuditDefects defects)
    {
        var fixedAt = new Dictionary<string, SortedDictionary<long, string>>(StringComparer.Ordinal);
        for (var i = 0; i < kept.Count; i++)
        {
            if (!kept[i].IsGenuine(signer)) defects.Add(AuditDefects.Checkpoints, kept[i].Number, "changed");
            else Fix(kept[i]);
            if (i > 0 && kept[i].Number != kept[i - 1].Number - 1)
                defects.Add(AuditDefects.Checkpoints, kept[i].Number + 1, "removed");
        }

        if (lastOfFile is null) return fixedAt;
        if (!lastOfFile.IsGenuine(signer)) defects.Add(AuditDefects.Checkpoints, lastOfFile.Number, "changed");
        else Fix(lastOfFile);
        if (lastOfFile.Number > (kept.Count == 0 ? 0 : kept[0].Number))
            defects.Add(AuditDefects.Checkpoints, lastOfFile.Number, "removed");
        return fixedAt;

        void Fix(AuditCheckpoint checkpoint)
        {
            foreach (var head in checkpoint.Heads)
            {
                if (!fixedAt.TryGetValue(head.Chain, out var positions)) fixedAt.Add(head.Chain, positions = []);
                positions[head.Sequence] = head.Hash;
            }
        }
    }

    private static async Task<long> WalkAsync(
        DbSession session, IReadOnlyList<AuditHead> heads, Dictionary<string, SortedDictionary<long, string>> signed,
        AuditDefects defects, CancellationToken cancellationToken)
    {
        var ends = heads.ToDictionary(h => h.Chain, StringComparer.Ordinal);
        var walked = new HashSet<string>(StringComparer.Ordinal);
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = $"SELECT {AuditRow.Columns}, hash FROM platform_audit ORDER BY chain, sequence";
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        AuditChainWalk? walk = null;
        var entries = 0L;
        while (await reader.ReadAsync(cancellationToken))
        {
            var (row, hash) = AuditRow.Read(reader);
            entries++;
            if (walk?.Chain != row.Chain)
            {
                walk?.End();
                walk = Begin(row.Chain);
            }

            walk.Next(row, hash);
        }

        walk?.End();
        foreach (var chain in ends.Keys.Union(signed.Keys).Where(c => !walked.Contains(c)).ToList()) Begin(chain).End();
        return entries;

        AuditChainWalk Begin(string chain)
        {
            walked.Add(chain);
            return new AuditChainWalk(
                chain, ends.GetValueOrDefault(chain), signed.GetValueOrDefault(chain) ?? [], defects);
        }
    }
}
