namespace Lingnan.Registries.Erasure;

/// <summary>Limits of erasure and of the check of keys.</summary>
internal static class ErasureLimits
{
    /// <summary>Erasures on one page.</summary>
    public const int PageMax = 200;

    /// <summary>Rows that the check of keys looks at in one session.</summary>
    public const int CheckRows = 2_000;

    /// <summary>Lost keys that a report names.</summary>
    public const int LostNamed = 1_000;
}
