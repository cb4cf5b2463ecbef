using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Lingnan.Platform.Audit;

/// <summary>Registration of the log.</summary>
public static class AuditServices
{
    /// <summary>Adds <see cref="IAuditLog"/>, the chain that write sessions append to, and the signed checkpoints.
    /// Needs the storage's services.</summary>
    public static IServiceCollection AddLingnanAudit(this IServiceCollection services)
    {
        services.TryAddSingleton<AuditSignal>();
        services.TryAddSingleton<AuditChain>();
        services.TryAddSingleton<IAuditAppender>(provider => provider.GetRequiredService<AuditChain>());
        services.TryAddSingleton<AuditSigner>();
        services.TryAddSingleton<AuditCheckpoints>();
        services.TryAddSingleton<AuditVerifier>();
        services.TryAddSingleton(p => new AuditRestore(
            p.GetRequiredService<IDatabase>(), p.GetRequiredService<AuditCheckpoints>(),
            p.GetRequiredService<AuditSigner>(),
            p.GetRequiredService<CityOptions>()));
        services.TryAddSingleton<IReadChain>(p => p.GetRequiredService<IDatabase>() is PostgresDatabase postgres
            ? new PostgresReadChain(postgres, p.GetRequiredService<AuditChain>(), p.GetRequiredService<AuditSignal>())
            : new SessionReadChain(p.GetRequiredService<IDatabase>(), p.GetRequiredService<AuditChain>()));
        services.TryAddSingleton<IAuditLog, AuditLog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, AuditCheckpointService>());
        return services;
    }
}
