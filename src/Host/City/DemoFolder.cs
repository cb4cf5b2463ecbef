namespace Lingnan.Host.City;

/// <summary>The folder of a demonstration.</summary>
internal static class DemoFolder
{
    /// <summary>Removes everything in it; only ever called for a demo city,
    /// by the process that holds its lock or just did.</summary>
    public static void Empty(string folder)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            if (entry.Name == "lingnan.lock") continue;
            if (entry is DirectoryInfo inner) inner.Delete(recursive: true);
            else entry.Delete();
        }
    }
}
