using Lingnan.Identity.Storage;
using Microsoft.EntityFrameworkCore;

namespace Lingnan.Identity.Features;

/// <summary>Whether this database is of a demonstration or of a city in earnest; written once, never changed.</summary>
internal static class CityKind
{
    public const string Demo = "demo";
    public const string Production = "production";
    private const string Name = "city-kind";

    /// <summary>Marks a fresh database; false when it is already of the other kind.</summary>
    public static async Task<bool> ClaimAsync(IdentityContext map, string kind, CancellationToken cancellationToken)
    {
        var row = await map.Settings.SingleOrDefaultAsync(s => s.Name == Name, cancellationToken);
        if (row is null) map.Settings.Add(new SettingRow { Name = Name, Value = kind });
        return row is null || row.Value == kind;
    }
}
