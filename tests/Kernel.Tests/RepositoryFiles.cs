namespace Lingnan.Kernel.Tests;

/// <summary>Finds files of the working copy from where the tests run.</summary>
internal static class RepositoryFiles
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Lingnan.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests run outside a working copy.");
    }
}
