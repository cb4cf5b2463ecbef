using Lingnan.Platform.Events;
using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Operations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Platform.Storage;

/// <summary>Registration of the store.</summary>
public static class StorageServices
{
    /// <summary>Adds <see cref="IDatabase"/> of the engine the options name, the <see cref="SchemaRunner"/>, the clock,
    /// and what rests on them: outbox, jobs, files, backup, health. Nothing runs in the background until
    /// <see cref="AddLingnanWorkers"/> is called too.</summary>
    public static IServiceCollection AddLingnanStorage(this IServiceCollection services, CityOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Kernel.IdSource>();
        services.TryAddSingleton(options);
        services.TryAddSingleton<MonotonicClock>();
        services.TryAddSingleton<SchemaRunner>();
        if (options.DatabaseUrl is null) services.TryAddSingleton<IDatabase, SqliteDatabase>();
        else services.TryAddSingleton<IDatabase, PostgresDatabase>();
        services.TryAddSingleton<FileStore>();
        services.TryAddSingleton<FileSweep>();
        services.TryAddSingleton<IFileStore>(s => s.GetRequiredService<FileStore>());
        return services.AddOutbox().AddJobs().AddOperations();
    }

    /// <summary>Adds what runs in the background of a city: delivery of events, jobs, the calendar of jobs. Start it
    /// after the schema is up to date.</summary>
    public static IServiceCollection AddLingnanWorkers(this IServiceCollection services)
    {
        services.AddHostedService(s => s.GetRequiredService<Heartbeat>());
        services.AddHostedService<OutboxDispatcher>();
        services.AddHostedService<JobWorker>();
        services.AddHostedService<DailyJobs>();
        return services;
    }
}
