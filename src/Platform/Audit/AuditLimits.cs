namespace Lingnan.Platform.Audit;

/// <summary>Bounds of the log, each with its reason.</summary>
internal static class AuditLimits
{
    /// <summary>One text of an entry; facts are counts and names, never bulk.</summary>
    public const int TextLength = 64 * 1024;

    /// <summary>Chains of writes: enough that writers of a city seldom wait for each other's commit.</summary>
    public const int WriteChains = 4;

    /// <summary>Reads that share one commit; more would make the first of them wait too long.</summary>
    public const int GroupSize = 512;

    /// <summary>Reads that may wait for a commit; beyond it callers wait before they are queued.</summary>
    public const int QueueLength = 10_000;

    /// <summary>Page of a reader.</summary>
    public const int PageSize = 200;

    /// <summary>Defects that a verdict names; after a thousand nobody reads on.</summary>
    public const int Defects = 1_000;

    /// <summary>Checkpoints that verification compares, newest first; each covers all entries before it.</summary>
    public const int ComparedCheckpoints = 10_000;

    /// <summary>Rows that do not link whose neighbours are searched for another order;
    /// the search is quadratic.</summary>
    public const int Misplaced = 64;

    /// <summary>Shortest time between two checkpoints.</summary>
    public static readonly TimeSpan CheckpointPause = TimeSpan.FromSeconds(1);
}
