using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Storage;

/// <summary>Registration of the store.</summary>
public static class StorageServices
{
    /// <summary>Adds <see cref="IDatabase"/> of the engine the options name, the <see cref="SchemaRunner"/> and the clock.</summary>
    public static IServiceCollection AddLingnanStorage(this IServiceCollection services, CityOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Kernel.IdSource>();
        services.TryAddSingleton(options);
        services.TryAddSingleton<MonotonicClock>();
        services.TryAddSingleton<SchemaRunner>();
        if (options.DatabaseUrl is null) services.TryAddSingleton<IDatabase, SqliteDatabase>();
        else services.TryAddSingleton<IDatabase, PostgresDatabase>();
        return services;
    }
}
