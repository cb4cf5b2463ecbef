using System.Text.Json;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>What a restore leaves in the folder: when the backup was made, and the last checkpoint of the city it
/// replaced.</summary>
internal sealed record RestoreNote(DateTimeOffset BackupOf, AuditCheckpoint? LastKnown)
{
    public const string FileName = "audit-restored.json";
}

/// <summary>
/// Writes a restore into the log, with the entries that went with it. A backup's database is a little older than its
/// file of checkpoints, and much older than the city it replaces: without this entry those checkpoints would accuse
/// someone of cutting the log. The entry itself cannot be taken back.
/// </summary>
public sealed class AuditRestore
{
    private readonly IDatabase _database;
    private readonly AuditCheckpoints _checkpoints;
    private readonly AuditSigner _signer;
    private readonly string _path;

    internal AuditRestore(IDatabase database, AuditCheckpoints checkpoints, AuditSigner signer, CityOptions city)
    {
        (_database, _checkpoints, _signer) = (database, checkpoints, signer);
        _path = Path.Combine(city.DataFolder, RestoreNote.FileName);
    }

    /// <summary>To be called before the first entry of a start; true when there was a restore to tell of.</summary>
    public async Task<bool> RecordAsync(CancellationToken cancellationToken = default)
    {
        if (!File.Exists(_path)) return false;
        var note = JsonSerializer.Deserialize<RestoreNote>(
            await File.ReadAllTextAsync(_path, cancellationToken), JsonSerializerOptions.Web)!;
        var ofFile = await _checkpoints.LastOfFileAsync(cancellationToken);
        await using (var session = await _database.WriteAsync(cancellationToken))
        {
            var heads = (await AuditCheckpoints.HeadsAsync(session, cancellationToken)).ToDictionary(h => h.Chain,
                h => h.Sequence);
            var known = new[] { note.LastKnown, ofFile }.Where(c => c is not null && c.IsGenuine(_signer))
                .SelectMany(c => c!.Heads);
            var gone = known.GroupBy(h => h.Chain)
                .Select(g => new { chain = g.Key, first = heads.GetValueOrDefault(g.Key) + 1,
                    last = g.Max(h => h.Sequence) })
                .Where(g => g.last >= g.first).OrderBy(g => g.chain, StringComparer.Ordinal);
            session.Audit(new AuditEntry
            {
                Caller = Caller.System("restore"),
                Action = "platform.city-restored",
                Object = "city",
                DetailJson = JsonSerializer.Serialize(new { backupOf = note.BackupOf, gone }),
            });
            await session.CommitAsync(cancellationToken);
        }

        // It takes the place of the last one in the file, which speaks of what is gone.
        await _checkpoints.MakeAsync(cancellationToken);
        File.Delete(_path);
        return true;
    }
}
