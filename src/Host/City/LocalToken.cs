using System.Security.Cryptography;
using Lingnan.Platform;

namespace Lingnan.Host.City;

/// <summary>
/// A bearer token for the command line on this very machine: made anew at each start, kept in the data folder readable
/// by the owner of the process alone, so that who may read the city's files may also command it, and nobody else.
/// </summary>
internal sealed class LocalToken(CityOptions options)
{
    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Writes the token for the commands to find.</summary>
    public void Publish()
    {
        var path = PathIn(options.DataFolder);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        var mode = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) mode.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, mode);
        using var writer = new StreamWriter(file);
        writer.Write(_token);
    }

    /// <summary>True when it is this process's token; compared in constant time.</summary>
    public bool Matches(string token) => CryptographicOperations.FixedTimeEquals(
        System.Text.Encoding.UTF8.GetBytes(token), System.Text.Encoding.UTF8.GetBytes(_token));

    /// <summary>The token of the city that runs on the folder, or null.</summary>
    public static string? Read(string dataFolder) =>
        File.Exists(PathIn(dataFolder)) ? File.ReadAllText(PathIn(dataFolder)) : null;

    private static string PathIn(string dataFolder) => Path.Combine(dataFolder, "keys", "command-line.token");
}
