using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Files;

/// <summary>Removes kept files that no owner speaks of any more, and those that never became part of a
/// record.</summary>
internal sealed class FileSweep(FileStore files, IEnumerable<IFileOwner> owners, IDatabase database, TimeProvider time)
{
    private const int AskedAtOnce = 500;

    /// <summary>How long a file waits for a record to speak of it: a form left open over night is finished the next
    /// day.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>Returns how many were removed.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var removed = 0;
        var since = time.GetUtcNow() - Grace;
        foreach (var hashes in files.Unrenewed(since).Chunk(AskedAtOnce))
        {
            var needed = await FindNeededAsync(hashes, cancellationToken);
            removed += hashes.Count(h => !needed.Contains(h) && files.Remove(h, since));
        }

        return removed;
    }

    private async Task<HashSet<string>> FindNeededAsync(string[] hashes, CancellationToken cancellationToken)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal);
        await using var session = await database.ReadAsync(cancellationToken);
        foreach (var owner in owners) needed.UnionWith(await owner.FindNeededAsync(session, hashes, cancellationToken));
        return needed;
    }
}
