using System.Reflection;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Lingnan.Testing;

/// <summary>A fresh, migrated database of one engine with the real services over it; gone on dispose.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempFolder _folder;
    private readonly TestPostgres? _postgres;
    private readonly ServiceProvider _services;

    private TestDatabase(TempFolder folder, TestPostgres? postgres, ServiceProvider services)
    {
        _folder = folder;
        _postgres = postgres;
        _services = services;
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
        var collection = new ServiceCollection();
        configure?.Invoke(collection);
        collection.AddLogging();
        collection.AddLingnanStorage(
            new CityOptions { DataFolder = folder.Path, DatabaseUrl = postgres?.DatabaseUrl, Preset = "hamlet" });
        collection.TryAddSingleton<IAuditAppender, RecordingAudit>();
        var database = new TestDatabase(folder, postgres, collection.BuildServiceProvider());
        try
        {
            await database.Services.GetRequiredService<SchemaRunner>().RunAsync(assemblies);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Dispose();
    }
}
