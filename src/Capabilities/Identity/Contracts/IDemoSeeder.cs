using Lingnan.Kernel;

namespace Lingnan.Identity.Contracts;

/// <summary>What a preset city gives Identity: its organisation and the person behind the demo citizen.</summary>
/// <param name="Units">The tree, parents before children, with the ids to keep; the root is of level City.</param>
/// <param name="Citizen">The person of the demo citizen, or null when the preset has none.</param>
/// <param name="TownUnitId">Unit of the town and window officers; null takes the first unit of level Town.</param>
/// <param name="DataUnitId">Unit of the data manager; null takes the root.</param>
public sealed record DemoCity(
    IReadOnlyList<Unit> Units, DemoCitizen? Citizen, string? TownUnitId = null, string? DataUnitId = null);

/// <summary>The person behind the demo citizen, as the register of persons knows them.</summary>
public sealed record DemoCitizen(string PersonId, string ResidentId, string Name, string? Mobile);

/// <summary>Makes the organisation and the demo accounts of a preset. Running it again changes nothing.</summary>
public interface IDemoSeeder
{
    /// <summary>Marks the city as a demonstration and seeds it. Refused (<c>identity.demo-refused</c>) in a city that
    /// was started for production or without a preset.</summary>
    Task<Result<Done>> SeedAsync(DemoCity city, CancellationToken cancellationToken = default);
}
