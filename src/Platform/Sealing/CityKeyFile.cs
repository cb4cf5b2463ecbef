using System.Security.Cryptography;
using System.Text;

namespace Lingnan.Platform.Sealing;

/// <summary>Where the city key lies: in the environment (a secret store puts it there) or in the data folder.</summary>
internal sealed class CityKeyFile(CityOptions city)
{
    /// <summary>Environment variable with the key, 32 bytes in Base64; it goes before the file.</summary>
    public const string Variable = "LINGNAN_CITY_KEY";

    public string Path => System.IO.Path.Combine(city.DataFolder, "keys", "city.key");

    /// <summary>The key, or null where there is none.</summary>
    public byte[]? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given) return Parse(given);
        return File.Exists(Path) ? Parse(File.ReadAllText(Path)) : null;
    }

    public byte[] Create()
    {
        var key = RandomNumberGenerator.GetBytes(CityKey.Length);
        KeyFiles.CreateFolder(System.IO.Path.GetDirectoryName(Path)!);
        KeyFiles.Write(Path, Encoding.ASCII.GetBytes(Convert.ToBase64String(key) + "\n"));
        return key;
    }

    private static byte[] Parse(string text)
    {
        var key = new byte[CityKey.Length];
        return Convert.TryFromBase64String(text.Trim(), key, out var length) && length == CityKey.Length
            ? key : throw new FaultException(SealingErrors.CityKeyMalformed);
    }
}
