namespace Lingnan.Web.Tests;

/// <summary>The project's own folder, found from where the tests were built.</summary>
internal static class Project
{
    public static string Home { get; } = FindHome();

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Lingnan.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run inside the project.");
    }
}
