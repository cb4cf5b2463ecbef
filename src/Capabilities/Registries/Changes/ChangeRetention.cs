using System.Globalization;
using Lingnan.Platform;
using Microsoft.Extensions.Configuration;

namespace Lingnan.Registries.Changes;

/// <summary>For how long the feeds of registers keep their changes, as the city sets it.</summary>
/// <param name="Kept">Age at which a change may go.</param>
internal sealed record ChangeRetention(TimeSpan Kept)
{
    /// <summary>Setting; <c>Registries__ChangesKeptDays</c> in the environment.</summary>
    public const string Setting = "Registries:ChangesKeptDays";

    private const int Default = 400, Least = 7, Most = 36_500;

    /// <summary>Reads the setting; one that means nothing stops the start.</summary>
    public static ChangeRetention Of(IConfiguration configuration)
    {
        if (configuration[Setting] is not { Length: > 0 } text) return new(TimeSpan.FromDays(Default));
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= Least and <= Most
            ? new(TimeSpan.FromDays(days))
            : throw new FaultException(RegistriesErrors.ChangesKept(text, Least, Most));
    }
}
