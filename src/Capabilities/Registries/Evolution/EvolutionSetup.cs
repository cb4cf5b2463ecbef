using Lingnan.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Evolution;

internal static class EvolutionSetup
{
    public static void AddEvolution(this IServiceCollection services)
    {
        services.AddSingleton<EvolutionSteps>();
        services.AddJobHandler<FillJob>();
    }
}
