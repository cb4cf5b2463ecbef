using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Evolution;

internal static class EvolutionSetup
{
    public static void AddEvolution(this IServiceCollection services)
    {
        services.AddSingleton<EvolutionSteps>();
        services.AddSingleton<IEvolution, RegisterEvolution>();
        services.AddJobHandler<FillJob>();
    }
}
