using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Relations;

/// <summary>Registration of relations.</summary>
internal static class RelationsSetup
{
    public static IServiceCollection AddRelations(this IServiceCollection services) => services
        .AddSingleton<RelationMap>()
        .AddSingleton<CircleGuard>()
        .AddSingleton<HopReader>()
        .AddSingleton<FindNeighbours>()
        .AddSingleton<WalkRelations>()
        .AddSingleton<FollowShares>()
        .AddSingleton<IRelations, FindRelations>();
}
