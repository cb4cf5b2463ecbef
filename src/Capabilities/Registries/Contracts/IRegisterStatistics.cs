using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;

namespace Lingnan.Registries.Contracts;

/// <summary>What to count.</summary>
public sealed record StatisticsQuery
{
    /// <summary>At most three groups: <c>sex</c> (a code), <c>division:9</c> (a region at 4, 6, 9 or 12 digits),
    /// <c>birthDate:year</c> or <c>:month</c>.</summary>
    public required IReadOnlyList<string> By { get; init; }
    /// <summary>Numbers to add up, with their averages.</summary>
    public IReadOnlyList<string> Sums { get; init; } = [];
    /// <summary>An expression that holds for the rows counted, or null.</summary>
    public string? Where { get; init; }
    /// <summary>True to ask for small cells over masked fields too; needs permission and purpose.</summary>
    public bool Unmask { get; init; }
}

/// <summary>One cell.</summary>
/// <param name="Key">Value of each group; null where rows have none.</param>
/// <param name="Titles">Words of codes, in the order of <paramref name="Key"/>.</param>
/// <param name="Count">Rows, or null when kept back.</param>
/// <param name="Sums">Sum and average by field; empty when kept back.</param>
public sealed record StatisticsCell(
    IReadOnlyList<string?> Key, IReadOnlyList<LocalText?> Titles, long? Count,
    IReadOnlyDictionary<string, StatisticsSum> Sums);

/// <summary>A number over the rows that have it.</summary>
/// <param name="Count">Rows that have it.</param>
/// <param name="Sum">Their sum.</param>
/// <param name="Average">Their average, rounded to the field's places and two more.</param>
public sealed record StatisticsSum(long Count, decimal Sum, decimal Average);

/// <summary>Counts by groups.</summary>
/// <param name="By">The groups, as asked.</param>
/// <param name="Cells">Cells that are not empty, ordered by key.</param>
/// <param name="Total">Rows in all, or null when kept back.</param>
/// <param name="KeptBack">How many cells are kept back, so that no person is told from a small number.</param>
public sealed record StatisticsAnswer(
    IReadOnlyList<string> By, IReadOnlyList<StatisticsCell> Cells, long? Total, int KeptBack);

/// <summary>Counts rows by region, time and code.</summary>
public interface IRegisterStatistics
{
    /// <summary>The counts within the caller's reach. In registers about persons, cells under five are kept back from
    /// whoever may not read all of them, and others with them from which these could be worked out.</summary>
    Task<Result<StatisticsAnswer>> CountAsync(
        RegistryDeclaration register, StatisticsQuery query, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken = default);
}
