using Lingnan.PackKit;
using Lingnan.PackKit.Registries;

namespace Lingnan.Packs.Tests;

/// <summary>The project's own folders and packs, found from where the tests were built.</summary>
internal static class Project
{
    public static string Home { get; } = FindHome();

    public static string PacksFolder { get; } = Path.Combine(Home, "packs");

    public static IReadOnlyList<IPackSection> Sections { get; } = [new CodeListsSection(), new RegistriesSection()];

    public static PackLoad Load(params string[] folders) => PackLoader.Load(folders, Sections);

    /// <summary>The packs of the project; their faults fail whichever test asks first.</summary>
    public static PackSet Packs { get; } = LoadOwn();

    private static PackSet LoadOwn()
    {
        var load = Load(PacksFolder);
        return load.Packs ?? throw new InvalidOperationException(string.Join('\n', load.Faults));
    }

    private static string FindHome()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Lingnan.slnx"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run inside the project.");
    }
}
