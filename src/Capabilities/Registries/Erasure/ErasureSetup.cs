using Lingnan.Platform.Jobs;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Erasure;

/// <summary>Registration of erasure and of the check of keys.</summary>
internal static class ErasureSetup
{
    public static IServiceCollection AddErasure(this IServiceCollection services)
    {
        services.AddJobHandler<KeyCheckJob>().AddDailyJob(KeyCheckJob.JobKind, KeyCheckJob.When);
        return services
            .AddSingleton<ErasedKeys>()
            .AddSingleton<ErasePerson>()
            .AddSingleton<IErasures, Erasures>()
            .AddSingleton<LostKeys>()
            .AddSingleton<ILostKeys>(s => s.GetRequiredService<LostKeys>());
    }
}
