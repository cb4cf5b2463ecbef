using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Files;
using Lingnan.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Lingnan.Platform.Operations;

/// <summary>A finished backup.</summary>
/// <param name="Path">The archive.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="HasDatabase">False with PostgreSQL: only files and keys are inside,
/// the database is for pg_dump.</param>
public sealed record BackupFile(string Path, long Length, bool HasDatabase);

/// <summary>
/// Backs a running city up into one archive with a manifest of hashes. The database is copied first and files and
/// keys after it: both are only ever added before a row speaks of them, so all that the copy speaks of is there. A
/// kept file that goes meanwhile is one that no row needed.
/// The archive holds the keys too; keep it as closely as the city itself.
/// </summary>
public sealed class CityBackup(CityOptions options, IDatabase database, TimeProvider time)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>Writes <c>backup-YYYYMMDD-HHmmss.lingnan.zip</c> (Beijing time) into the folder,
    /// whole or not at all.</summary>
    public async Task<Result<BackupFile>> BackupAsync(
        string targetFolder, CancellationToken cancellationToken = default)
    {
        Directory.CreateDirectory(targetFolder);
        var stamp = time.GetUtcNow().ToOffset(Beijing)
            .ToString("yyyyMMdd-HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        var path = Path.Combine(Path.GetFullPath(targetFolder), $"backup-{stamp}.lingnan.zip");
        var partial = path + ".partial";
        var copy = path + ".database";
        try
        {
            if (database is SqliteDatabase sqlite) CopyDatabase(sqlite, copy);
            await WriteArchiveAsync(partial, copy, cancellationToken);
            File.Move(partial, path, overwrite: false);
            DurableFolder.Flush(Path.GetDirectoryName(path)!);
            return new BackupFile(path, new FileInfo(path).Length, database.Engine == Engine.Sqlite);
        }
        catch (Exception e) when (StorageFaults.Find(e) is { } error)
        {
            return error;
        }
        finally
        {
            foreach (var leftover in new[] { partial, copy, copy + "-wal", copy + "-shm", copy + "-journal" })
                File.Delete(leftover);
        }
    }

    /// <summary>SQLite's own online copy: one snapshot, while writers go on.</summary>
    private static void CopyDatabase(SqliteDatabase database, string copy)
    {
        using var source = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = database.Path, Mode = SqliteOpenMode.ReadWrite,
                Pooling = false }.ToString());
        using var target = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
    }

    private async Task WriteArchiveAsync(string path, string databaseCopy, CancellationToken cancellationToken)
    {
        var entries = new List<BackupEntry>();
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
        using (var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            if (File.Exists(databaseCopy))
                entries.Add(await AddAsync(archive, databaseCopy, SqliteDatabase.FileName, cancellationToken));
            foreach (var (source, name) in FilesOfCity(Path.GetDirectoryName(path)!))
                if (File.Exists(source)) entries.Add(await AddAsync(archive, source, name, cancellationToken));
            var manifest = new BackupManifest(
                BackupManifest.CurrentFormat, typeof(CityBackup).Assembly.GetName().Version!.ToString(3),
                time.GetUtcNow(), database.Engine.ToString().ToLowerInvariant(), entries);
            await using var target = archive.CreateEntry(BackupManifest.EntryName).Open();
            await JsonSerializer.SerializeAsync(target, manifest, JsonSerializerOptions.Web, cancellationToken);
        }

        file.Flush(flushToDisk: true);
    }

    private IEnumerable<(string Source, string Name)> FilesOfCity(string backupFolder)
    {
        foreach (var source in Directory.EnumerateFiles(options.DataFolder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(options.DataFolder, source).Replace('\\', '/');
            var isDatabase = name.StartsWith(SqliteDatabase.FileName, StringComparison.Ordinal);
            var isArriving = name.StartsWith("files/.incoming/", StringComparison.Ordinal);
            if (isDatabase || isArriving || CityLock.IsOwnFile(name)) continue;
            // Backups kept inside the data folder are not backed up again.
            if (source.StartsWith(backupFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal)
                && name.Contains(".lingnan.zip", StringComparison.Ordinal)) continue;
            yield return (source, name);
        }
    }

    private static async Task<BackupEntry> AddAsync(
        ZipArchive archive, string source, string name, CancellationToken cancellationToken)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var from = new FileStream(
            source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, useAsync: true);
        await using var to = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
        var buffer = new byte[128 * 1024];
        long length = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            sha.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            length += read;
        }

        return new BackupEntry(name, length, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }
}
