namespace Lingnan.Platform;

/// <summary>What this process was started as. Read once at start; validated;
/// printed redacted by <c>doctor</c>.</summary>
public sealed class CityOptions
{
    /// <summary>Folder of the city: embedded database, files, keys, lock. Absolute.</summary>
    public required string DataFolder { get; init; }

    /// <summary><c>postgres://user:password@host:port/database</c>, or null for the embedded SQLite in
    /// <see cref="DataFolder"/>.</summary>
    public string? DatabaseUrl { get; init; }

    /// <summary>The preset of synthetic data, or null in production. Demo accounts and demo data exist only with
    /// one.</summary>
    public string? Preset { get; init; }

    /// <summary>Extra folder with data-only packs, or null.</summary>
    public string? PacksFolder { get; init; }

    /// <summary>True when the city is a demonstration.</summary>
    public bool IsDemo => Preset is not null;
}
