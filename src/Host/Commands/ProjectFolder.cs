namespace Lingnan.Host.Commands;

/// <summary>Where the project lies: the clone that <c>./lingnan</c> is called in,
/// else the folder of the program.</summary>
internal static class ProjectFolder
{
    public static string Path { get; } = Environment.GetEnvironmentVariable("LINGNAN_HOME") ?? AppContext.BaseDirectory;

    /// <summary>Folder of the packs that come with the program.</summary>
    public static string Packs => System.IO.Path.Combine(Path, "packs");
}
