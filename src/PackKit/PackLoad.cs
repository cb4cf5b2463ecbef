namespace Lingnan.PackKit;

/// <summary>What loading gave.</summary>
/// <param name="Packs">The packs, or null when there is any fault: a city never runs on half-understood
/// declarations.</param>
/// <param name="Faults">Every fault, by file and line.</param>
public sealed record PackLoad(PackSet? Packs, IReadOnlyList<PackFault> Faults);
