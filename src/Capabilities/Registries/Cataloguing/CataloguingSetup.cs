using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Events;
using Lingnan.Registries.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Registries.Cataloguing;

/// <summary>Registration of what the catalogue is told.</summary>
internal static class CataloguingSetup
{
    public static IServiceCollection AddCataloguing(this IServiceCollection services)
    {
        services.TryAddSingleton<IFreshness, NoCatalogue>();
        return services
            .AddSingleton<IResourceSource, RegisterResources>()
            .AddEventHandler<RecordChanged, RegisterWrites, RecentWrites>()
            .AddEventHandler<RecordsImported, RegisterWrites>();
    }
}
