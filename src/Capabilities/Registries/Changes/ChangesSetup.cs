using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Changes;

/// <summary>Registration of the change feed.</summary>
internal static class ChangesSetup
{
    public static IServiceCollection AddChanges(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddJobHandler<PruneChanges>().AddDailyJob(PruneChanges.JobKind, PruneChanges.When);
        return services
            .AddSingleton(ChangeRetention.Of(configuration))
            .AddSingleton<ChangePositions>()
            .AddSingleton<IChangeFeed, ReadChanges>();
    }
}
