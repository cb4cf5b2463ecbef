namespace Lingnan.Registries.Contracts;

/// <summary>Rows by where their geometry lies.</summary>
public sealed record RecordPlace
{
    /// <summary>Geometry field, or null for the first of the register.</summary>
    public string? Field { get; init; }

    /// <summary>Boxes of which the geometry itself meets at least one, borders included; none asks for no box. A box
    /// across the antimeridian is two.</summary>
    public IReadOnlyList<ShapeBox> Boxes { get; init; } = [];

    /// <summary>Rows nearest to a place, the nearest first, or null.</summary>
    public NearPlace? Near { get; init; }
}

/// <summary>A place and how far around it is looked.</summary>
/// <param name="Lon">Longitude in degrees.</param>
/// <param name="Lat">Latitude in degrees.</param>
/// <param name="Metres">Metres within which rows lie, on the ellipsoid.</param>
public readonly record struct NearPlace(double Lon, double Lat, int Metres);
