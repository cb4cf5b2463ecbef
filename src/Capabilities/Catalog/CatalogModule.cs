using Lingnan.Catalog.Cascade;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Dcat;
using Lingnan.Catalog.Endpoints;
using Lingnan.Catalog.Export;
using Lingnan.Catalog.Features;
using Lingnan.Catalog.Search;
using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Catalog;

/// <summary>The catalogue of information resources of a city.</summary>
public sealed class CatalogModule : ICapability
{
    /// <inheritdoc />
    public string Name => "catalog";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => CatalogPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<LiveIndex>();
        services.AddSingleton<ReadResources>();
        services.AddSingleton<SearchResources>();
        services.AddSingleton<WriteResource>();
        services.AddSingleton<MoveResource>();
        services.AddSingleton<CoverResources>();
        services.AddSingleton<PublishedResources>();
        services.AddSingleton<IncrementFeed>();
        services.AddSingleton<ReceiveIncrements>();
        services.AddSingleton<PullReporter>().AddSingleton<Reporters>();
        services.AddSingleton<ICascade>(s => s.GetRequiredService<Reporters>());
        services.AddJobHandler<CascadeJob>().AddDailyJob(CascadeJob.JobKind, CascadeJob.When);
        services.AddSingleton<ICatalog, ResourceCatalog>();
        services.AddSingleton<IFreshness, FreshnessNotes>();
        services.AddSingleton<IDeclaredResources, DeclaredResources>();
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        ResourceEndpoints.Map(endpoints);
        GuideTable.Map(endpoints);
        IncrementEndpoints.Map(endpoints);
        CascadeEndpoints.Map(endpoints);
        DcatEndpoints.Map(endpoints);
    }
}
