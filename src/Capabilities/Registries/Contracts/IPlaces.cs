using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>How a place lies in a layer of areas.</summary>
public enum PlaceFlag
{
    /// <summary>Exactly one area holds it. Borders belong to the areas on both sides.</summary>
    Inside,
    /// <summary>Several areas hold it. The smallest one is the answer; of equal ones that whose key comes
    /// first.</summary>
    Overlap,
    /// <summary>No area holds it, but one is near: the nearest is the answer.</summary>
    Gap,
    /// <summary>No area holds it and none is near.</summary>
    Outside,
}

/// <summary>An area that holds a place, or is near it.</summary>
/// <param name="Id">Internal id of its row.</param>
/// <param name="Title">Title of the row; its id where the title is personal.</param>
/// <param name="Key">Fields of its key, by name.</param>
/// <param name="AreaM2">Area in square metres, rounded.</param>
public sealed record PlacedArea(string Id, string Title, IReadOnlyDictionary<string, object?> Key, double AreaM2);

/// <summary>Where a place lies: always one answer.</summary>
/// <param name="Lon">Longitude asked.</param>
/// <param name="Lat">Latitude asked.</param>
/// <param name="Flag">How it lies.</param>
/// <param name="Area">The one area, or null outside.</param>
/// <param name="Others">The other areas that hold it.</param>
/// <param name="DistanceM">Metres to the area in a gap, else null.</param>
/// <param name="WithinM">Metres within which a gap was given to the nearest area.</param>
/// <param name="Datum">Coordinate system of the layer.</param>
public sealed record PlaceAnswer(
    double Lon, double Lat, PlaceFlag Flag, PlacedArea? Area, IReadOnlyList<PlacedArea> Others, double? DistanceM,
    int WithinM, GeometryDatum Datum);

/// <summary>What is asked of a layer of areas.</summary>
/// <param name="Lon">Longitude in degrees.</param>
/// <param name="Lat">Latitude in degrees.</param>
public sealed record PlaceQuestion(double Lon, double Lat)
{
    /// <summary>Geometry field, or null for the first that takes areas.</summary>
    public string? Field { get; init; }
    /// <summary>Metres within which a place in a gap is given to the nearest area, or null for 200.</summary>
    public int? WithinM { get; init; }
}

/// <summary>Layers of areas: registers with a geometry field that takes areas.</summary>
public interface IPlaces
{
    /// <summary>The first field of a register that takes areas, or null.</summary>
    FieldDeclaration? AreaField(RegistryDeclaration register);

    /// <summary>The area that a place lies in, as far as the caller may see rows.</summary>
    Task<Result<PlaceAnswer>> LocateAsync(
        RegistryDeclaration register, PlaceQuestion question, Caller caller,
        CancellationToken cancellationToken = default);

    /// <summary>What is wrong with the layer as a whole. Only one layer is looked at at a time; others wait.</summary>
    Task<Result<LayerReport>> CheckAsync(
        RegistryDeclaration register, LayerQuestion question, Caller caller,
        CancellationToken cancellationToken = default);
}
