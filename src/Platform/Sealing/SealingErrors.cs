using Lingnan.Kernel;

namespace Lingnan.Platform.Sealing;

/// <summary>Errors of sealing.</summary>
internal static class SealingErrors
{
    public static readonly Error CityKeyMalformed = new("platform.sealing.city-key-malformed");

    public static readonly Error Altered = new("platform.sealing.altered");

    public static readonly Error Gone = new("platform.sealing.subject.gone");

    public static Error CityKeyWrong(string file) => Error.Of("platform.sealing.city-key-wrong", ("file", file));

    public static Error CityKeyLost(string file) =>
        Error.Of("platform.sealing.city-key-lost", ("file", file), ("variable", CityKeyFile.Variable));
}
