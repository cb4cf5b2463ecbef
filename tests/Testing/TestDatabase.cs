using System.Reflection;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Lingnan.Testing;

/// <summary>A fresh, migrated database of one engine with the real services over it; gone on dispose.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempFolder? _folder;
    private readonly TestPostgres? _postgres;
    private readonly ServiceProvider _services;
    private List<IHostedService> _started = [];

    private TestDatabase(
        CityOptions options, Action<IServiceCollection>? configure, TempFolder? folder, TestPostgres? postgres)
    {
        _folder = folder;
        _postgres = postgres;
        var services = new ServiceCollection();
        configure?.Invoke(services);
        services.AddLogging();
        services.AddLingnanStorage(options);
        services.AddLingnanWorkers();
        services.TryAddSingleton<IAuditAppender, RecordingAudit>();
        _services = services.BuildServiceProvider();
    }

    /// <summary>The store.</summary>
    public IDatabase Database => _services.GetRequiredService<IDatabase>();

    /// <summary>All services.</summary>
    public IServiceProvider Services => _services;

    /// <summary>Options the services were built with.</summary>
    public CityOptions Options => _services.GetRequiredService<CityOptions>();

    /// <summary>An audit entry for writes of which a test says nothing more.</summary>
    public static AuditEntry AnyEntry { get; } =
        new() { Caller = Caller.System("test"), Action = "test.write", Object = "test" };

    /// <summary>Creates one with the schema of Platform and of the given assemblies.</summary>
    public static Task<TestDatabase> CreateAsync(Engine engine, params Assembly[] assemblies) =>
        CreateAsync(engine, null, assemblies);

    /// <summary>Creates one; <paramref name="configure"/> runs before Platform's registrations, so what it adds
    /// (a <c>FakeTimeProvider</c> as <see cref="TimeProvider"/>, handlers) wins.</summary>
    public static async Task<TestDatabase> CreateAsync(
        Engine engine, Action<IServiceCollection>? configure, params Assembly[] assemblies)
    {
        var folder = new TempFolder();
        var postgres = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        var database = new TestDatabase(OptionsOf(folder.Path, postgres?.DatabaseUrl), configure, folder, postgres);
        try
        {
            await database.Get<SchemaRunner>().RunAsync(assemblies);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>A service.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>Further services over the same database, as a second process would have them.
    /// Dispose it first.</summary>
    public TestDatabase OpenAnother(Action<IServiceCollection>? configure = null) =>
        new(Options, configure, null, null);

    /// <summary>Services over a folder and database that someone else made and will remove;
    /// nothing is migrated.</summary>
    public static TestDatabase OpenExisting(
        string folder, string? databaseUrl, Action<IServiceCollection>? configure = null) =>
        new(OptionsOf(folder, databaseUrl), configure, null, null);

    /// <summary>Starts delivery of events and jobs; stopped on dispose.</summary>
    public async Task StartWorkersAsync()
    {
        _started = [.. _services.GetServices<IHostedService>()];
        foreach (var worker in _started) await worker.StartAsync(CancellationToken.None);
    }

    /// <summary>Stops them in order, as a graceful shutdown does.</summary>
    public async Task StopWorkersAsync()
    {
        foreach (var worker in _started) await worker.StopAsync(CancellationToken.None);
        _started = [];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopWorkersAsync();
        await _services.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder?.Dispose();
    }

    private static CityOptions OptionsOf(string folder, string? databaseUrl) =>
        new() { DataFolder = folder, DatabaseUrl = databaseUrl, Preset = "hamlet" };
}
