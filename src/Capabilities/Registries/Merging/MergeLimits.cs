namespace Lingnan.Registries.Merging;

/// <summary>Bounds of merges, each with its reason.</summary>
internal static class MergeLimits
{
    /// <summary>References that one merge moves: all of them in one transaction, which holds the only writer of the
    /// embedded engine for some seconds.</summary>
    public const int ReferencesMax = 10_000;

    /// <summary>Rows written together.</summary>
    public const int BatchRows = 500;

    /// <summary>Links followed from a merged row to the one that stands: a city that merges so often has a
    /// loop.</summary>
    public const int ChainMax = 100;
}
