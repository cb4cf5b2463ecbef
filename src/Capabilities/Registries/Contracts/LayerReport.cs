using Lingnan.Kernel;

namespace Lingnan.Registries.Contracts;

/// <summary>Which layer to look at.</summary>
public sealed record LayerQuestion
{
    /// <summary>Geometry field, or null for the first that takes areas.</summary>
    public string? Field { get; init; }
    /// <summary>Which units should have an area, as a filter expression on their register; null for what is
    /// declared.</summary>
    public string? UnitsWhere { get; init; }
}

/// <summary>An area of a layer.</summary>
/// <param name="Id">Internal id of its row.</param>
/// <param name="Title">Title of the row.</param>
public sealed record LayerArea(string Id, string Title);

/// <summary>An area that is none.</summary>
/// <param name="Area">Which.</param>
/// <param name="Fault">Why, and where.</param>
public sealed record InvalidArea(LayerArea Area, Error Fault);

/// <summary>Ground that two areas claim.</summary>
/// <param name="First">One.</param>
/// <param name="Second">The other.</param>
/// <param name="AreaM2">Square metres claimed twice.</param>
/// <param name="Lon">Longitude of a place in it.</param>
/// <param name="Lat">Latitude of a place in it.</param>
public sealed record AreaOverlap(LayerArea First, LayerArea Second, double AreaM2, double Lon, double Lat);

/// <summary>Ground between neighbours that none claims.</summary>
/// <param name="Neighbours">Areas around it.</param>
/// <param name="AreaM2">Square metres.</param>
/// <param name="WidthM">Metres across, on average.</param>
/// <param name="IsEnclosed">True when areas lie all around; false for a narrow one that is open at an end.</param>
/// <param name="Lon">Longitude of a place in it.</param>
/// <param name="Lat">Latitude of a place in it.</param>
public sealed record AreaGap(
    IReadOnlyList<LayerArea> Neighbours, double AreaM2, double WidthM, bool IsEnclosed, double Lon, double Lat);

/// <summary>Defects of a layer of areas. Lists hold the largest 200; counts and sums hold all.</summary>
public sealed record LayerReport
{
    /// <summary>Areas looked at.</summary>
    public required int Areas { get; init; }
    /// <summary>Square metres of all areas, ground claimed twice counted twice.</summary>
    public required double AreaM2 { get; init; }
    /// <summary>Rows without a geometry.</summary>
    public required IReadOnlyList<LayerArea> WithoutGeometry { get; init; }
    /// <summary>Areas that are none; they take no part in what follows.</summary>
    public required IReadOnlyList<InvalidArea> Invalid { get; init; }
    /// <summary>Overlaps of a square metre or more, the largest first.</summary>
    public required IReadOnlyList<AreaOverlap> Overlaps { get; init; }
    /// <summary>How many there are.</summary>
    public required int OverlapCount { get; init; }
    /// <summary>Square metres of them all.</summary>
    public required double OverlapM2 { get; init; }
    /// <summary>Gaps of a square metre or more between neighbours, the largest first.</summary>
    public required IReadOnlyList<AreaGap> Gaps { get; init; }
    /// <summary>How many there are.</summary>
    public required int GapCount { get; init; }
    /// <summary>Square metres of them all.</summary>
    public required double GapM2 { get; init; }
    /// <summary>Register of the units that should have an area, or null when none is declared.</summary>
    public string? Units { get; init; }
    /// <summary>How many units there are.</summary>
    public int UnitCount { get; init; }
    /// <summary>Titles of the units that have no area.</summary>
    public IReadOnlyList<string> UnitsWithoutArea { get; init; } = [];
    /// <summary>Areas that belong to no unit.</summary>
    public IReadOnlyList<LayerArea> AreasWithoutUnit { get; init; } = [];

    /// <summary>True when nothing is wrong.</summary>
    public bool IsSound => WithoutGeometry.Count + Invalid.Count + OverlapCount + GapCount + UnitsWithoutArea.Count
        + AreasWithoutUnit.Count == 0;
}
