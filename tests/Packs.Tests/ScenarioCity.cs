using Lingnan.Identity;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Words;
using Lingnan.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Packs.Tests;

/// <summary>A city with all packs, the real capabilities and no rows.</summary>
internal static class ScenarioCity
{
    public static async Task<TestDatabase> CreateAsync(Engine engine, PackSet packs)
    {
        var city = await TestDatabase.CreateAsync(
            engine, services => Configure(services, packs), typeof(IdentityModule).Assembly,
                typeof(RegistriesModule).Assembly);
        await city.Services.PrepareSealingAsync();
        await city.Get<IRegisterTables>().EnsureAsync();
        await city.StartWorkersAsync();
        return city;
    }

    private static void Configure(IServiceCollection services, PackSet packs)
    {
        var configuration = new ConfigurationBuilder().Build();
        services.AddSingleton(packs);
        services.AddSingleton(TimeProvider.System);
        services.AddLingnanAudit().AddLingnanSealing()
            .AddWords(typeof(IdentityModule).Assembly, typeof(RegistriesModule).Assembly);
        new IdentityModule().AddServices(services, configuration);
        new RegistriesModule().AddServices(services, configuration);
        services.AddSingleton<IPersonRegister, FirstPersonRegister>();
    }

    /// <summary>Finds the person of a sign-up in the first declared register of persons, as the host does.</summary>
    private sealed class FirstPersonRegister(IRegisters registers) : IPersonRegister
    {
        public async Task<string?> MatchAsync(ResidentId residentId, string name,
            CancellationToken cancellationToken = default)
        {
            var persons = registers.All.First(r => r.IsPersons);
            var number = persons.Fields.First(f => f.Type == FieldType.ResidentId);
            var found = await registers.FindByKeyAsync(
                persons, number.Name, residentId.ToString(), Caller.System("sign-up"), "sign-up", cancellationToken);
            return found is not null && (string?)found.Values[persons.TitleField] == name ? found.Id : null;
        }
    }
}
