using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Registries.Endpoints;

/// <summary>Operations whose parameters and answers depend on the register.</summary>
internal static class ByRegister
{
    /// <summary>Says in the description of the whole API where that of a register is.</summary>
    public static TBuilder DescribedByRegister<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithDescription(
            "Its parameters and answers for a register are described at /api/registries/{pack}/{table}/openapi.json.");
}
