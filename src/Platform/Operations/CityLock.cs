using System.Text.Json;
using Lingnan.Kernel;

namespace Lingnan.Platform.Operations;

/// <summary>The process that runs on a data folder.</summary>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Url">Address it listens on; empty while it starts.</param>
/// <param name="StartedAt">When it took the folder.</param>
public sealed record RunningProcess(int ProcessId, string Url, DateTimeOffset StartedAt);

/// <summary>
/// One process at a time on a data folder. The lock is the operating system's, on <c>lingnan.lock</c>: it ends with
/// the process, however that ended, so a file left by kill -9 stops nobody. Who holds it stands beside it in
/// <c>lingnan.lock.json</c>, which others can read while the lock is held.
/// </summary>
public sealed class CityLock : IDisposable
{
    /// <summary>Someone who only looks holds the lock for an instant; a start waits that out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly FileStream _lock;
    private readonly string _folder;
    private readonly DateTimeOffset _startedAt;

    private CityLock(FileStream held, string folder, DateTimeOffset startedAt)
    {
        _lock = held;
        _folder = folder;
        _startedAt = startedAt;
    }

    /// <summary>Takes the folder; it is made if it is not there. Refused with <c>platform.city-running</c>, naming the
    /// address of the city that runs there.</summary>
    public static Result<CityLock> TryAcquire(string dataFolder, TimeProvider time, string url = "")
    {
        Directory.CreateDirectory(dataFolder);
        FileStream? held = null;
        if (!SpinWait.SpinUntil(() => (held = TryOpen(dataFolder)) is not null, Patience))
            return PlatformErrors.CityRunning(ReadNote(dataFolder)?.Url);
        var city = new CityLock(held!, dataFolder, time.GetUtcNow());
        city.Announce(url);
        return Result<CityLock>.Ok(city);
    }

    /// <summary>The process that holds the folder, or null when nobody does.</summary>
    public static RunningProcess? ReadRunning(string dataFolder)
    {
        if (!File.Exists(LockPath(dataFolder))) return null;
        using var free = TryOpen(dataFolder);
        return free is null ? ReadNote(dataFolder) ?? new RunningProcess(0, "", default) : null;
    }

    /// <summary>Tells others the address, once it is known.</summary>
    public void Announce(string url)
    {
        var temporary = NotePath(_folder) + ".new";
        File.WriteAllText(temporary, JsonSerializer.Serialize(
            new RunningProcess(Environment.ProcessId, url, _startedAt), JsonSerializerOptions.Web));
        File.Move(temporary, NotePath(_folder), overwrite: true);
    }

    /// <summary>Gives the folder free.</summary>
    public void Dispose()
    {
        File.Delete(NotePath(_folder));
        _lock.Dispose();
    }

    /// <summary>True for files that belong to the running process and not to the city's data.</summary>
    internal static bool IsOwnFile(string name) => name.StartsWith("lingnan.lock", StringComparison.Ordinal);

    private static FileStream? TryOpen(string folder)
    {
        try
        {
            return new FileStream(LockPath(folder), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException e) when (e.GetType() == typeof(IOException) && !Storage.StorageFaults.IsDiskFull(e))
        {
            // Held by another process: the only plain IOException that opening an existing small file gives.
            return null;
        }
    }

    private static RunningProcess? ReadNote(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<RunningProcess>(
                File.ReadAllText(NotePath(folder)), JsonSerializerOptions.Web);
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    private static string LockPath(string folder) => Path.Combine(folder, "lingnan.lock");

    private static string NotePath(string folder) => Path.Combine(folder, "lingnan.lock.json");
}
