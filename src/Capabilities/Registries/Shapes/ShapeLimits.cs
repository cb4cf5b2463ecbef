namespace Lingnan.Registries.Shapes;

/// <summary>Bounds of geometries, each with its reason.</summary>
internal static class ShapeLimits
{
    /// <summary>Vertices of one geometry: a town's outline to the metre has a few thousand; exact predicates grow with
    /// it.</summary>
    public const int VerticesMax = 20_000;

    /// <summary>Parts and rings of one geometry.</summary>
    public const int RingsMax = 2_000;

    /// <summary>Decimal places of a degree that are kept: about a millimetre, so equal places have equal
    /// bytes.</summary>
    public const int Places = 8;

    /// <summary>West, south, east and north beyond which nothing lies in China, with its seas.</summary>
    public const double West = 73, South = 3, East = 136, North = 54;

    /// <summary>Bytes of one feature of a GeoJSON file: the most vertices with generous white space.</summary>
    public const int FeatureBytesMax = 4 << 20;

    /// <summary>Metres within which a place in a gap is given to the nearest area when nothing else is asked.</summary>
    public const int GapMetres = 200;

    /// <summary>Metres that may be asked for instead.</summary>
    public const int GapMetresMax = 5_000;

    /// <summary>Areas of one defect report: an overlay of so many takes seconds; it is held in memory.</summary>
    public const int LayerAreasMax = 5_000;

    /// <summary>Vertices of all areas of one defect report, some hundred bytes each while they are overlaid.</summary>
    public const int LayerVerticesMax = 1_000_000;

    /// <summary>Defects of one kind that a report names; it counts all.</summary>
    public const int DefectsShown = 200;

    /// <summary>Units that a report compares with areas.</summary>
    public const int UnitsMax = 20_000;

    /// <summary>Square metres below which two areas are said to touch and not to overlap: rounding alone makes
    /// such.</summary>
    public const double OverlapMin = 1;

    /// <summary>Metres across which two neighbours are brought together when gaps between them are looked
    /// for.</summary>
    public const double GapWidth = 100;

    /// <summary>Metres around a place within which rows are looked for when nothing else is asked.</summary>
    public const int NearMetres = 1_000;

    /// <summary>Metres that may be asked for instead: beyond, who asks wants another order than that of
    /// distance.</summary>
    public const int NearMetresMax = 50_000;

    /// <summary>Metres of the first ring that is looked into; each further one reaches twice as far.</summary>
    public const int NearRing = 50;

    /// <summary>Rows whose distance is measured for one answer. Rings end as soon as they hold a page, so that only
    /// rows heaped up at one place come near it.</summary>
    public const int NearRowsMax = 20_000;

    /// <summary>Rows whose geometry is looked at for one page: a longer search goes on with the next page.</summary>
    public const int LookedAtMax = 4_000;

    /// <summary>Characters of a place or box as asked.</summary>
    public const int AskedTextMax = 200;
}
