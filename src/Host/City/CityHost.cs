using Lingnan.Catalog;
using Lingnan.Catalog.Contracts;
using Lingnan.Host.Seeding;
using Lingnan.Identity;
using Lingnan.Identity.Contracts;
using Lingnan.PackKit;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Lingnan.Platform.Files;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Lingnan.Platform.Words;
using Lingnan.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Web.Console;
using Lingnan.Web.Portal;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Host.City;

/// <summary>What a city has: its engines, its packs and its two web roots, in one process.</summary>
internal static class CityHost
{
    private static readonly ICapability[] Capabilities =
        [new PlatformModule(), new PacksModule(), new IdentityModule(), new CatalogModule(), new RegistriesModule()];

    /// <summary>Names of the engines and parts of the platform that are there,
    /// as the account of the plans names them.</summary>
    public static IReadOnlySet<string> CapabilityNames { get; } =
        Capabilities.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);

    /// <summary>Builds the city; nothing runs and nothing is written yet.</summary>
    public static WebApplication Build(CityOptions options, PackSet packs, string? urls)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            // Of this assembly also where another one, a test, is the entry: static files are listed by this name.
            ApplicationName = typeof(CityHost).Assembly.GetName().Name,
            EnvironmentName = Environments.Production,
        });
        // A build, unlike a publish, keeps the files of other projects where they are.
        if (!Directory.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot"))) builder.WebHost.UseStaticWebAssets();
        // Nor does it need the endpoint that watches those files for changes, which carries no access rule.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        if (urls is not null) builder.WebHost.UseUrls(urls.Split([';', ',']));

        builder.Services.AddSingleton(packs);
        builder.Services.AddLingnanStorage(options).AddLingnanWorkers().AddLingnanAudit().AddLingnanSealing();
        builder.AddLingnanWeb(options);
        builder.Services.AddCapabilities(Capabilities, builder.Configuration);
        builder.Services.AddPortal(builder.Configuration);
        builder.Services.AddConsole();
        AddOwn(builder.Services);

        var app = builder.Build();
        app.UseLingnanWeb();
        app.MapStaticAssets().ForEveryone("Style sheets, scripts and pictures of the pages hold no data.");
        app.MapCapabilities();
        app.MapPortal();
        app.MapConsole();
        app.CheckAccess();
        return app;
    }

    /// <summary>Brings the store up to the program: schema files, then the tables of declared registers.</summary>
    public static async Task PrepareAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var assemblies = Capabilities.Select(c => c.GetType().Assembly).Append(typeof(CityHost).Assembly).Distinct();
        await services.GetRequiredService<SchemaRunner>().RunAsync(assemblies, cancellationToken);
        await services.GetRequiredService<AuditRestore>().RecordAsync(cancellationToken);
        await services.PrepareSealingAsync();
        await services.GetRequiredService<IRegisterTables>().EnsureAsync(cancellationToken);
        await services.GetRequiredService<IDeclaredResources>().EnsureAsync(cancellationToken);
    }

    private static void AddOwn(IServiceCollection services)
    {
        services.AddWords(typeof(CityHost).Assembly);
        services.AddSingleton<LocalToken>();
        services.AddSingleton<IPersonRegister, DeclaredPersonRegister>();
        services.AddSingleton<IMergeFollower, MergedPersons>();
        services.AddSingleton<IErasureFollower, ErasedPersons>();
        services.AddSingleton<DemoReset>();
        services.AddSingleton<IDemoReset>(provider => provider.GetRequiredService<DemoReset>());
        services.AddSingleton<Seeder>();
        services.AddSingleton<SeedLedger>();
        Decorate<ISessions>(
            services, (inner, provider) => new LocalSessions(inner, provider.GetRequiredService<LocalToken>()));
    }

    private static void Decorate<T>(IServiceCollection services, Func<T, IServiceProvider, T> wrap) where T : class
    {
        var descriptor = services.Last(d => d.ServiceType == typeof(T));
        services.Replace(ServiceDescriptor.Describe(
            typeof(T),
            provider => wrap((T)ActivatorUtilities.CreateInstance(provider, descriptor.ImplementationType!), provider),
            descriptor.Lifetime));
    }
}
