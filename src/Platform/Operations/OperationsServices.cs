using Lingnan.Platform.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Operations;

internal static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.TryAddSingleton<CityBackup>();
        services.TryAddSingleton<HealthReport>();
        services.TryAddSingleton<Heartbeat>();
        foreach (var probe in new[]
        {
            typeof(DatabaseProbe), typeof(ClockProbe), typeof(OutboxProbe), typeof(JobsProbe), typeof(DiskProbe),
            typeof(AuditProbe),
        })
            services.TryAddEnumerable(ServiceDescriptor.Singleton(typeof(IHealthProbe), probe));
        services.AddJobHandler<TidyJob>();
        return services.AddDailyJob(TidyJob.JobKind, TidyJob.When);
    }
}
