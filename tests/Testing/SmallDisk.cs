using System.Diagnostics;

namespace Lingnan.Testing;

/// <summary>A real disk of a few megabytes (tmpfs), to be filled up. Needs root on Linux.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    private SmallDisk() { }

    /// <summary>Where it is mounted.</summary>
    public string Path => _folder.Path;

    /// <summary>Mounts one, or gives null where that is not allowed.</summary>
    public static async Task<SmallDisk?> MountAsync(int megabytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess
            && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path)) return disk;
        disk._folder.Dispose();
        return null;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // Lazily, since a database may still be closing its files.
        await RunAsync("umount", "--lazy", Path);
        _folder.Dispose();
    }

    private static async Task<bool> RunAsync(string command, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true });
        if (process is null) return false;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
