namespace Lingnan.Registries.Matching;

/// <summary>Bounds of matching, each with its reason.</summary>
internal static class MatchLimits
{
    /// <summary>Rows of one block beyond which it is passed over: a block so crowded tells nothing, and each row in it
    /// would be compared with each.</summary>
    public const int BlockRowsMax = 200;

    /// <summary>Blocks looked up in one statement.</summary>
    public const int LookUpBlocks = 250;

    /// <summary>Incoming rows whose candidates are looked up and compared together; several such portions at
    /// once.</summary>
    public const int RoutedRows = 250;

    /// <summary>Rows compared between two checkpoints of a search for doubles.</summary>
    public const int SearchRows = 500;

    /// <summary>Pairs on a page of the desk.</summary>
    public const int PageMax = 100;
}
