namespace Lingnan.Registries.Relations;

/// <summary>Limits of relations.</summary>
internal static class RelationLimits
{
    /// <summary>Neighbours of one page and relation, and rows followed from one row by one relation: an address with
    /// more is a camp, whose rows are listed, not walked.</summary>
    public const int FanOutMax = 200;

    /// <summary>Steps of a walk: farther than that nearly everyone is related to everyone.</summary>
    public const int DepthMax = 8;

    /// <summary>Rows of a walk: more than a person can look at.</summary>
    public const int NodesMax = 500;

    /// <summary>Entities between an entity and its ultimate holders: their equations are solved whole.</summary>
    public const int EntitiesMax = 200;

    /// <summary>Links of chains of holders.</summary>
    public const int ShareDepthMax = 20;

    /// <summary>Rows looked at to see whether a write closes a circle.</summary>
    public const int CircleRowsMax = 10_000;
}
