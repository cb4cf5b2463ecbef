using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Matching;

/// <summary>Registration of matching.</summary>
internal static class MatchingSetup
{
    public static IServiceCollection AddMatching(this IServiceCollection services) => services
        .AddSingleton<CaseStore>()
        .AddSingleton<MatchIncoming>()
        .AddSingleton<DecideIncoming>()
        .AddSingleton<IMergeFollower, CaseFollower>()
        .AddSingleton<IMatching, ReviewDesk>()
        .AddJobHandler<DoublesJob>();
}
