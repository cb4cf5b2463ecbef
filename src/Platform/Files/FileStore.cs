using System.Buffers;
using System.Security.Cryptography;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Files;

/// <summary>
/// Files in <c>{DataFolder}/files/ab/cdef…</c>. Bytes go to a temporary file first, are flushed to the disk, and only
/// then take their name; the folder is flushed after, so that the name itself outlives a power cut.
/// </summary>
internal sealed class FileStore(CityOptions options, TimeProvider time) : IFileStore
{
    private const int BufferSize = 128 * 1024;

    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private readonly Lock _naming = new();
    private readonly string _root = Path.Combine(options.DataFolder, "files");

    /// <summary>Where files lie while they arrive; whatever is left here by a kill was never promised to
    /// anyone.</summary>
    private string Incoming => Path.Combine(_root, ".incoming");

    public async Task<Result<StoredFile>> SaveAsync(
        Stream content, long maxBytes, CancellationToken cancellationToken = default)
    {
        var temporary = Path.Combine(Incoming, Path.GetRandomFileName());
        try
        {
            Directory.CreateDirectory(Incoming);
            var saved = await WriteAsync(content, temporary, maxBytes, cancellationToken);
            if (saved is null) return PlatformErrors.FileTooLarge(maxBytes);
            Place(temporary, saved.Hash);
            return saved;
        }
        catch (IOException e) when (StorageFaults.IsDiskFull(e))
        {
            return PlatformErrors.DiskFull;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    public Stream Open(string hash) =>
        new FileStream(PathOf(hash), FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize, useAsync: true);

    public bool Exists(string hash) => File.Exists(PathOf(hash));

    public bool Renew(string hash)
    {
        lock (_naming)
        {
            var path = PathOf(hash);
            if (!File.Exists(path)) return false;
            File.SetLastWriteTimeUtc(path, time.GetUtcNow().UtcDateTime);
            return true;
        }
    }

    public void Forget(string hash) => Remove(hash, DateTimeOffset.MaxValue);

    /// <summary>Hashes of the files that nobody has sent or renewed since.</summary>
    internal IEnumerable<string> Unrenewed(DateTimeOffset since) =>
        new DirectoryInfo(_root) is { Exists: true } root
            ? root.EnumerateDirectories("??").SelectMany(f => f.EnumerateFiles())
                .Where(f => f.LastWriteTimeUtc < since.UtcDateTime).Select(f => f.Directory!.Name + f.Name)
            : [];

    /// <summary>Removes a file unless it was sent or renewed since; one process has the folder,
    /// so the lock is enough.</summary>
    internal bool Remove(string hash, DateTimeOffset unrenewedSince)
    {
        lock (_naming)
        {
            var file = new FileInfo(PathOf(hash));
            if (!file.Exists || file.LastWriteTimeUtc >= unrenewedSince.UtcDateTime) return false;
            file.Delete();
            return true;
        }
    }

    /// <summary>Removes what was left half-way by a kill, older than a day.</summary>
    internal int PurgeIncoming(DateTimeOffset now)
    {
        var removed = 0;
        foreach (var file in new DirectoryInfo(Incoming) is { Exists: true } folder ? folder.EnumerateFiles() : [])
        {
            if (file.LastWriteTimeUtc > now.UtcDateTime.AddDays(-1)) continue;
            file.Delete();
            removed++;
        }

        return removed;
    }

    private static async Task<StoredFile?> WriteAsync(
        Stream content, string path, long maxBytes, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            await using var file = new FileStream(
                path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0, useAsync: true);
            long length = 0;
            int read;
            while ((read = await content.ReadAsync(buffer.AsMemory(0, BufferSize), cancellationToken)) > 0)
            {
                length += read;
                if (length > maxBytes) return null;
                sha.AppendData(buffer, 0, read);
                await file.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            file.Flush(flushToDisk: true);
            return new StoredFile(Convert.ToHexStringLower(sha.GetHashAndReset()), length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Place(string temporary, string hash)
    {
        if (Renew(hash)) return;
        var path = PathOf(hash);
        var folder = Path.GetDirectoryName(path)!;
        var fresh = !Directory.Exists(folder);
        Directory.CreateDirectory(folder);
        File.SetLastWriteTimeUtc(temporary, time.GetUtcNow().UtcDateTime);
        File.Move(temporary, path, overwrite: true);
        DurableFolder.Flush(folder);
        if (fresh) DurableFolder.Flush(_root);
    }

    private string PathOf(string hash)
    {
        // A hash comes back from the database, but a path is made of it: only what SaveAsync gives is accepted.
        if (hash.Length != 64 || hash.AsSpan().ContainsAnyExcept(Hexadecimal))
            throw new ArgumentException("Not a SHA-256 in lower-case hexadecimal.", nameof(hash));
        return Path.Combine(_root, hash[..2], hash[2..]);
    }
}
