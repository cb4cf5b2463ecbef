using Lingnan.Platform;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Registries.Changes;
using Lingnan.Registries.Cataloguing;
using Lingnan.Registries.Consents;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Endpoints;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Evolution;
using Lingnan.Registries.Features;
using Lingnan.Registries.Import;
using Lingnan.Registries.Matching;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Relations;
using Lingnan.Registries.Shapes;
using Lingnan.Registries.Sources;
using Lingnan.Registries.Statistics;
using Lingnan.Registries.Storage;
using Lingnan.Registries.Watch;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries;

/// <summary>Registers: declared tables with rules, history, privacy and imports.</summary>
public sealed class RegistriesModule : ICapability
{
    /// <inheritdoc />
    public string Name => "registries";

    /// <inheritdoc />
    public IReadOnlyList<Permission> Permissions => RegistriesPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddDataProtection();
        services.AddSingleton<RegisterTables>();
        services.AddSingleton<IndexBuilds>();
        services.AddSingleton<ExpressionStatistics>();
        services.AddSingleton<TableMaker>();
        services.AddSingleton<IRegisterTables>(s => s.GetRequiredService<TableMaker>());
        services.AddSingleton<References>();
        services.AddSingleton<KnownRegions>();
        services.AddSingleton<RowChecks>();
        services.AddSingleton<RowSeals>();
        services.AddSingleton<TimedRows>();
        services.AddSingleton<RowStore>();
        services.AddSingleton<FoundRows>();
        services.AddSingleton<RecordViews>();
        services.AddSingleton<ReadLog>();
        services.AddSingleton<CursorCodec>();
        services.AddSingleton<IdempotencyStore>();
        services.AddSingleton<ListRecords>();
        services.AddSingleton<GetRecord>();
        services.AddSingleton<UpsertRecord>();
        services.AddSingleton<CloseRecord>();
        services.AddSingleton<ExportRecords>();
        services.AddSingleton<LookUpRecord>();
        services.AddSingleton<IRegisters, Registers>();
        services.AddJobHandler<TurnOfDay>().AddDailyJob(TurnOfDay.JobKind, TurnOfDay.When);
        services.AddChanges(configuration);
        services.AddSingleton<IRegisterStatistics, CountRows>();
        services.AddSingleton<RowStream>();
        services.AddSingleton<LayerRows>().AddSingleton<LocatePlace>().AddSingleton<CheckLayer>()
            .AddSingleton<PlacedRecords>().AddSingleton<NearRecords>();
        services.AddSingleton<IPlaces, Places>();
        services.AddImports();
        services.AddCataloguing();
        services.AddMerging();
        services.AddMatching();
        services.AddRelations();
        services.AddReadWatch();
        services.AddEvolution();
        services.AddSources();
        services.AddErasure();
        services.AddConsents();
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        RecordEndpoints.Map(endpoints);
        ChangeEndpoints.Map(endpoints);
        StatisticsEndpoints.Map(endpoints);
        RowStreamEndpoint.Map(endpoints);
        ImportEndpoints.Map(endpoints);
        MergeEndpoints.Map(endpoints);
        MatchEndpoints.Map(endpoints);
        SourceEndpoints.Map(endpoints);
        WorkTables.Map(endpoints);
        PlaceEndpoints.Map(endpoints);
        RelationEndpoints.Map(endpoints);
        EvolutionEndpoints.Map(endpoints);
        WatchEndpoints.Map(endpoints);
        ErasureEndpoints.Map(endpoints);
        ConsentEndpoints.Map(endpoints);
    }
}
