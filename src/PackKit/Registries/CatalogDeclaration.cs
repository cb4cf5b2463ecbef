namespace Lingnan.PackKit.Registries;

/// <summary>How a register stands in the catalogue of information resources, as far as its pack says; the rest follows
/// from its fields. Choices are written as in YAML.</summary>
public sealed record CatalogDeclaration
{
    /// <summary>Classification: 1 digit of class, 2 of item, 3 of category, then any of detail; or null.</summary>
    public string? Classification { get; init; }
    /// <summary><c>unconditional</c>, <c>conditional</c>, <c>none</c>, or null.</summary>
    public string? Share { get; init; }
    /// <summary>Condition of sharing, or null.</summary>
    public string? ShareCondition { get; init; }
    /// <summary>Law or order on which not sharing rests, or null.</summary>
    public string? LegalBasis { get; init; }
    /// <summary><c>real-time</c> … <c>irregular</c>, <c>finished</c>, or null.</summary>
    public string? Cycle { get; init; }
    /// <summary>Unified social credit code of the department that answers for it, or null.</summary>
    public string? ProviderCode { get; init; }
    /// <summary>Further words it is found by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];
}
