using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Merging;

/// <summary>Registration of merges.</summary>
internal static class MergingSetup
{
    public static IServiceCollection AddMerging(this IServiceCollection services) => services
        .AddSingleton<RowReferences>()
        .AddSingleton<Repointing>()
        .AddSingleton<MergeRows>()
        .AddSingleton<UnmergeRows>()
        .AddSingleton<IMerges, Merges>();
}
