using Lingnan.Identity.Contracts;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Registries.Watch;

/// <summary>Registration of the watch over reads.</summary>
internal static class WatchSetup
{
    public static IServiceCollection AddReadWatch(this IServiceCollection services)
    {
        services.TryAddSingleton<IOfficers, NoOfficers>();
        return services
            .AddSingleton<KnownFaces>()
            .AddSingleton<FollowReads>()
            .AddSingleton<QuestionReads>()
            .AddSingleton<IReadReviews, ReviewReads>()
            .AddHostedService<WatchService>();
    }
}
