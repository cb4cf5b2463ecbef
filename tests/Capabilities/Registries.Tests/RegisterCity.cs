using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Registries.Tests;

/// <summary>A city with declared registers and nothing else.</summary>
internal sealed class RegisterCity : IAsyncDisposable
{
    public static readonly AccessPurpose Purpose = new("核实低保申请", "2026-0001");

    private RegisterCity(TestDatabase database, FakeTimeProvider time) => (Database, Time) = (database, time);

    public TestDatabase Database { get; }
    public FakeTimeProvider Time { get; }
    public IServiceProvider Services => Database.Services;
    public IRegisters Registers => Services.GetRequiredService<IRegisters>();
    public MemoryAudit Audit => Services.GetRequiredService<MemoryAudit>();

    public static Caller Root { get; } = Caller.System("test");

    public static Task<RegisterCity> CreateAsync(Engine engine) => CreateAsync(engine, Declared.Packs());

    public static async Task<RegisterCity> CreateAsync(Engine engine, PackSet packs, bool isAuditReal = false)
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        var database = await TestDatabase.CreateAsync(
            engine, services => Configure(services, packs, time, isAuditReal: isAuditReal),
            typeof(RegistriesModule).Assembly);
        await database.Services.PrepareSealingAsync();
        await database.Services.GetRequiredService<IRegisterTables>().EnsureAsync();
        return new RegisterCity(database, time);
    }

    public static void Configure(
        IServiceCollection services, PackSet packs, TimeProvider time, bool withModule = true, bool isAuditReal = false)
    {
        services.AddSingleton(time);
        services.AddSingleton(packs);
        services.AddLingnanSealing();
        services.AddSingleton<MemoryAudit>();
        // Some tests read the real chain, the others what was handed to it.
        if (isAuditReal) services.AddLingnanAudit();
        services.TryAddSingleton<IAuditLog>(s => s.GetRequiredService<MemoryAudit>());
        services.TryAddSingleton<IAuditAppender>(s => s.GetRequiredService<MemoryAudit>());
        if (withModule) new RegistriesModule().AddServices(services, new ConfigurationBuilder().Build());
    }

    public static Caller Officer(params (Permission Permission, string Region)[] grants) => new()
    {
        Kind = CallerKind.Officer, AccountId = "a_1", Name = "李干事", UnitName = "莞城街道",
        Grants = [.. grants.Select(g => new Grant(g.Permission.Code, g.Region))],
    };

    public static Caller Citizen(string personId) =>
        new() { Kind = CallerKind.Citizen, AccountId = "a_2", Name = "本人", PersonId = personId };

    public async Task<WriteOutcome> WriteAsync(
        RegistryDeclaration register, object values, string? id = null, int? version = null, Caller? caller = null,
        string? reason = null)
    {
        var texts = values as IReadOnlyDictionary<string, string?> ?? values.GetType().GetProperties()
            .ToDictionary(p => p.Name, p => (string?)p.GetValue(values));
        var result = await Registers.UpsertAsync(register, new RecordWrite(id, texts, version, reason), caller ?? Root);
        return result.Value;
    }

    /// <summary>Writes a good row and returns its id.</summary>
    public async Task<string> PutAsync(
        RegistryDeclaration register, object values, string? id = null, string? reason = null)
    {
        var outcome = await WriteAsync(register, values, id, reason: reason);
        Assert.True(outcome.Faults.Count == 0, string.Join("; ", outcome.Faults));
        return outcome.Record!.Id;
    }

    public async Task<Contracts.Record> ReadWholeAsync(RegistryDeclaration register, string id) =>
        (await Registers.GetAsync(register, id, true, Root, Purpose)).Value;

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
