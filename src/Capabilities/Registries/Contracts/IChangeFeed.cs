using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>Which changes to read.</summary>
/// <param name="After">Position after which to begin; 0 is the beginning, null the end as it is now.</param>
public sealed record ChangeQuery(long? After)
{
    /// <summary>Changes at most, 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;
    /// <summary>Seconds to wait for a first change, 0 to 25.</summary>
    public int WaitSeconds { get; init; }
    /// <summary>Fields wanted, or null for all.</summary>
    public IReadOnlyList<string>? Fields { get; init; }
    /// <summary>True to ask for whole values; needs permission and purpose.</summary>
    public bool Unmask { get; init; }
}

/// <summary>One change of one row.</summary>
/// <param name="Position">Where it stands among all changes of the register.</param>
/// <param name="Action">One of <see cref="RecordActions"/>, or <c>left</c>: the row is no longer one the reader may
/// see.</param>
/// <param name="Id">Internal id of the row.</param>
/// <param name="Version">Version it got.</param>
/// <param name="Record">That version as the reader may see it; null where it is no longer kept or has left.</param>
public sealed record RecordChange(long Position, string Action, string Id, int Version, Record? Record);

/// <summary>A stretch of changes.</summary>
/// <param name="Items">Changes of rows that the reader may see, in order.</param>
/// <param name="Next">Position to read on after. It passes over changes that are not the reader's.</param>
/// <param name="Last">The register's last position.</param>
public sealed record ChangePage(IReadOnlyList<RecordChange> Items, long Next, long Last)
{
    /// <summary>The oldest position after which one can read on; what came up to it is no longer kept.</summary>
    public long KeptAfter { get; init; }
}

/// <summary>Every committed change of a register, each once, in one order that never changes: who reads on after
/// <see cref="ChangePage.Next"/> misses none, whatever writers do at the same time, or
/// is told that what comes next is no longer kept.</summary>
public interface IChangeFeed
{
    /// <summary>Reads on. Whole personal values are logged before they leave, as with lists.</summary>
    Task<Result<ChangePage>> ReadAsync(
        RegistryDeclaration register, ChangeQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
}
