namespace Lingnan.Registries.Sources;

/// <summary>Bounds of sources, each with its reason.</summary>
internal static class SourceLimits
{
    /// <summary>Rows read or written by one statement.</summary>
    public const int BatchRows = 500;

    /// <summary>Characters of a source's own key.</summary>
    public const int KeyMax = 100;

    /// <summary>Cases or doubts on a page.</summary>
    public const int PageMax = 100;

    /// <summary>Doubts that one account may have open: who doubts everything says nothing.</summary>
    public const int OpenDoubtsMax = 100;

    /// <summary>Doubts that are open at once in the whole city: their flags are kept in memory.</summary>
    public const int FlagsMax = 200_000;
}
