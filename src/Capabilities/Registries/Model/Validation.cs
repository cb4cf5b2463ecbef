using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Model;

/// <summary>Either a valid row or every fault of it.</summary>
internal sealed record Validation(ValidRow? Row, IReadOnlyList<FieldFault> Faults)
{
    public bool IsValid => Row is not null;
}
