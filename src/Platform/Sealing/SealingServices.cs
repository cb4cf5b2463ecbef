using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Sealing;

/// <summary>Registration of sealing.</summary>
public static class SealingServices
{
    /// <summary>Adds <see cref="ISealing"/>. Needs the storage's services.</summary>
    public static IServiceCollection AddLingnanSealing(this IServiceCollection services)
    {
        services.TryAddSingleton<CityKeyFile>();
        services.TryAddSingleton<CityKeyDoor>();
        services.TryAddSingleton<ISealing, SubjectKeys>();
        return services;
    }

    /// <summary>Opens the city key, made at the very first start; run it after the schema and before anything
    /// else.</summary>
    /// <exception cref="FaultException">The key is lost, malformed, or belongs to another database.</exception>
    public static Task PrepareSealingAsync(
        this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<CityKeyDoor>().PrepareAsync(cancellationToken);
}
