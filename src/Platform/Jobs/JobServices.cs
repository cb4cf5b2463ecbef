using Cronos;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Jobs;

/// <summary>Registration of jobs.</summary>
public static class JobServices
{
    /// <summary>Adds the handler of one kind of job; it is made anew for each run.</summary>
    public static IServiceCollection AddJobHandler<THandler>(this IServiceCollection services)
        where THandler : class, IJobHandler
    {
        services.TryAddEnumerable(ServiceDescriptor.Scoped<IJobHandler, THandler>());
        return services;
    }

    /// <summary>Queues a job of <paramref name="kind"/> (with arguments <c>{}</c>) by the calendar.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="kind">Kind of a registered handler.</param>
    /// <param name="cron">Five fields in Beijing time, e.g. <c>30 3 * * *</c> for half past three at night.</param>
    public static IServiceCollection AddDailyJob(this IServiceCollection services, string kind, string cron) =>
        services.AddSingleton(new DailyJob(kind, CronExpression.Parse(cron)));

    internal static IServiceCollection AddJobs(this IServiceCollection services)
    {
        services.TryAddSingleton<JobStore>();
        services.TryAddSingleton<IJobs>(s => s.GetRequiredService<JobStore>());
        services.TryAddSingleton<JobLeases>();
        return services;
    }
}
