using System.Text;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Import;

/// <summary>A city with declared registers, workers that run its imports, and the real clock.</summary>
internal sealed class ImportCity(TestDatabase database) : IAsyncDisposable
{
    public TestDatabase Database { get; } = database;
    public IImports Imports => Database.Get<IImports>();
    public IRegisters Registers => Database.Get<IRegisters>();

    public static async Task<ImportCity> CreateAsync(Engine engine, PackSet? packs = null)
    {
        var database = await TestDatabase.CreateAsync(
            engine, services => Configure(services, packs ?? Declared.Packs()), typeof(RegistriesModule).Assembly);
        await database.Get<IRegisterTables>().EnsureAsync();
        var city = new ImportCity(database);
        await city.Database.StartWorkersAsync();
        return city;
    }

    public static void Configure(IServiceCollection services) => Configure(services, Declared.Packs());

    private static void Configure(IServiceCollection services, PackSet packs)
    {
        services.AddWords(typeof(RegistriesModule).Assembly);
        RegisterCity.Configure(services, packs, TimeProvider.System);
    }

    /// <summary>Uploads and imports, and waits for the end.</summary>
    public Task<Contracts.Import> RunAsync(
        RegistryDeclaration register, string text, bool dryRun = false, bool updateExisting = true,
        string name = "file.csv") =>
        RunAsync(register, Encoding.UTF8.GetBytes(text), name, dryRun, updateExisting);

    public async Task<Contracts.Import> RunAsync(
        RegistryDeclaration register, byte[] content, string name, bool dryRun = false, bool updateExisting = true)
    {
        var id = await StartAsync(register, content, name, dryRun, updateExisting);
        await Database.Get<IJobs>().WaitAsync(id).WaitAsync(TimeSpan.FromSeconds(60));
        return await GetAsync(id);
    }

    public async Task<string> StartAsync(
        RegistryDeclaration register, byte[] content, string name, bool dryRun = false, bool updateExisting = true,
        Caller? caller = null)
    {
        var kept = await Imports.UploadAsync(
            register.Name, name, new MemoryStream(content), caller ?? RegisterCity.Root);
        var request = new ImportRequest
        {
            Register = register.Name, FileName = name, FileHash = kept.Value.FileHash, DryRun = dryRun,
            UpdateExisting = updateExisting,
        };
        return (await Imports.StartAsync(request, caller ?? RegisterCity.Root)).Value;
    }

    public async Task<Contracts.Import> GetAsync(string id) => (await Imports.GetAsync(id, RegisterCity.Root)).Value;

    public async Task<IReadOnlyList<RefusedValue>> RefusedAsync(Contracts.Import import) =>
        (await Imports.RefusedAsync(import.JobId, 0, 500, RegisterCity.Root)).Value;

    public async Task<string> MendFileAsync(Contracts.Import import)
    {
        using var target = new MemoryStream();
        Assert.True((await Imports.WriteRefusedAsync(import.JobId, target, RegisterCity.Root)).IsOk);
        return Encoding.UTF8.GetString(target.ToArray());
    }

    /// <summary>Every current row of a small register, whole.</summary>
    public async Task<List<Dictionary<string, string?>>> RowsAsync(RegistryDeclaration register)
    {
        var rows = new List<Dictionary<string, string?>>();
        var query = new RecordQuery { Limit = 100 };
        var page = (await Registers.ListAsync(register, query, RegisterCity.Root, null)).Value;
        foreach (var item in page.Items)
        {
            var whole = (await Registers.GetAsync(
                register, item.Id, true, RegisterCity.Root, RegisterCity.Purpose)).Value;
            rows.Add(whole.Values.ToDictionary(v => v.Key, v => v.Value?.ToString()));
        }
        return rows;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
