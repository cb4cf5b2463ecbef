using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Files;
using Lingnan.Platform.Storage;
using Microsoft.Data.Sqlite;

namespace Lingnan.Platform.Operations;

/// <summary>
/// Brings a backup back. Everything is unpacked and checked beside the data folder first; only a whole and true copy
/// takes its name, so a bad archive or a kill leaves the folder as it was.
/// </summary>
public static class CityRestore
{
    private const int EntriesMax = 10_000_000;

    /// <summary>Restores the archive into the folder.</summary>
    /// <param name="archivePath">A file made by <see cref="CityBackup"/>.</param>
    /// <param name="dataFolder">Folder of the city; absent or empty, unless <paramref name="force"/>.</param>
    /// <param name="force">Replaces a city that is there; the old one is kept beside it as
    /// <c>….before-restore</c>.</param>
    /// <param name="cancellationToken">Stops before the folder takes its name.</param>
    public static async Task<Result<Done>> RestoreAsync(
        string archivePath, string dataFolder, bool force, CancellationToken cancellationToken = default)
    {
        dataFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(dataFolder));
        if (CityLock.ReadRunning(dataFolder) is { } running) return PlatformErrors.CityRunning(running.Url);
        if (!force && HasData(dataFolder)) return PlatformErrors.RestoreNotEmpty(dataFolder);
        var fresh = $"{dataFolder}.restoring-{Path.GetRandomFileName()}";
        try
        {
            if (await UnpackAsync(archivePath, fresh, cancellationToken) is { } fault) return fault;
            if (IsDatabaseBroken(Path.Combine(fresh, SqliteDatabase.FileName)))
                return PlatformErrors.BackupDamaged(SqliteDatabase.FileName);
            await NoteAsync(archivePath, fresh, dataFolder, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            return Exchange(fresh, dataFolder);
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException)
        {
            return PlatformErrors.BackupDamaged(Path.GetFileName(archivePath));
        }
        catch (Exception e) when (StorageFaults.Find(e) is { } error)
        {
            return error;
        }
        finally
        {
            if (Directory.Exists(fresh)) Directory.Delete(fresh, recursive: true);
        }
    }

    private static bool HasData(string folder) =>
        Directory.Exists(folder)
        && Directory.EnumerateFileSystemEntries(folder).Any(e => !CityLock.IsOwnFile(Path.GetFileName(e)));

    private static async Task<Error?> UnpackAsync(
        string archivePath, string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists(archivePath)) return PlatformErrors.BackupMissing(archivePath);
        using var archive = ZipFile.OpenRead(archivePath);
        var name = Path.GetFileName(archivePath);
        if (archive.GetEntry(BackupManifest.EntryName) is not { } manifestEntry)
            return PlatformErrors.BackupDamaged(name);
        await using var manifestStream = manifestEntry.Open();
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(
            manifestStream, JsonSerializerOptions.Web, cancellationToken);
        if (manifest?.Entries is null || manifest.Entries.Count > EntriesMax) return PlatformErrors.BackupDamaged(name);
        if (manifest.Format > BackupManifest.CurrentFormat) return PlatformErrors.BackupNewer(manifest.Program);
        Directory.CreateDirectory(folder);
        foreach (var entry in manifest.Entries)
        {
            var target = Path.GetFullPath(Path.Combine(folder, entry.Path));
            var isInside = target.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);
            if (!isInside || archive.GetEntry(entry.Path) is not { } source
                || !await CopyAsync(source, target, entry, cancellationToken))
                return PlatformErrors.BackupDamaged(entry.Path);
        }

        return null;
    }

    /// <summary>Copies and compares; stops as soon as there is more than the manifest says,
    /// so a bomb cannot swell.</summary>
    private static async Task<bool> CopyAsync(
        ZipArchiveEntry source, string target, BackupEntry expected, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var from = source.Open();
        await using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1);
        var buffer = new byte[128 * 1024];
        long length = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, cancellationToken)) > 0)
        {
            length += read;
            if (length > expected.Length) return false;
            sha.AppendData(buffer, 0, read);
            await to.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
        }

        to.Flush(flushToDisk: true);
        return length == expected.Length && Convert.ToHexStringLower(sha.GetHashAndReset()) == expected.Sha256;
    }

    // The first start writes it into the audit log.
    private static async Task NoteAsync(
        string archivePath, string fresh, string dataFolder, CancellationToken cancellationToken)
    {
        using var archive = ZipFile.OpenRead(archivePath);
        await using var stream = archive.GetEntry(BackupManifest.EntryName)!.Open();
        var manifest = await JsonSerializer.DeserializeAsync<BackupManifest>(
            stream, JsonSerializerOptions.Web, cancellationToken);
        var last = await AuditCheckpoints.LastOfFileAsync(
            Path.Combine(dataFolder, AuditCheckpoints.FileName), cancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(fresh, RestoreNote.FileName),
            JsonSerializer.Serialize(new RestoreNote(manifest!.CreatedAt, last), JsonSerializerOptions.Web),
            cancellationToken);
    }

    private static bool IsDatabaseBroken(string path)
    {
        if (!File.Exists(path)) return false;
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check";
        return command.ExecuteScalar() as string != "ok";
    }

    private static Result<Done> Exchange(string fresh, string dataFolder)
    {
        using (var folder = CityLock.TryAcquire(dataFolder,
            TimeProvider.System) is { IsOk: true } held ? held.Value : null)
            if (folder is null) return PlatformErrors.CityRunning(CityLock.ReadRunning(dataFolder)?.Url);
        if (HasData(dataFolder)) Directory.Move(dataFolder, FreeName(dataFolder + ".before-restore"));
        else Directory.Delete(dataFolder, recursive: true);
        Directory.Move(fresh, dataFolder);
        DurableFolder.Flush(Path.GetDirectoryName(dataFolder)!);
        return Done.Value;
    }

    private static string FreeName(string name)
    {
        var free = name;
        for (var i = 2; Directory.Exists(free); i++) free = $"{name}-{i}";
        return free;
    }
}
