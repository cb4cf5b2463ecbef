using Lingnan.Catalog;
using Lingnan.Catalog.Contracts;
using Lingnan.Identity;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;
using Lingnan.PackKit;
using Lingnan.PackKit.Registries;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Lingnan.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Lingnan.Web.Portal;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lingnan.Web.Tests.Portal;

/// <summary>A small demonstration city behind the real portal, on a loopback server,
/// with the project's own packs.</summary>
public class PortalCity : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private WebApplication _app = null!;

    /// <summary>Preset of the city, or null for production.</summary>
    protected virtual string? Preset => "hamlet";

    /// <summary>The person of the demo citizen.</summary>
    public string PersonId { get; private set; } = "";

    /// <summary>Their whole identity number.</summary>
    public string PersonNumber { get; private set; } = "";

    /// <summary>How often the demonstration was reset.</summary>
    public int Resets { get; private set; }

    public IReadOnlyList<SweptEndpoint> Endpoints { get; private set; } = [];

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A browser of nobody, which follows nothing and keeps nothing.</summary>
    public HttpClient Nobody()
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(_app.Urls.First()),
        };
        client.DefaultRequestHeaders.Add("Accept", "text/html,application/xhtml+xml");
        return client;
    }

    /// <summary>A browser signed in as a demo role.</summary>
    public async Task<HttpClient> AsAsync(string role)
    {
        var session = await Get<ISessions>().SignInDemoAsync(role, "test");
        Assert.True(session.IsOk, session.Error?.ToString());
        var client = Nobody();
        client.DefaultRequestHeaders.Add("Cookie", $"{ISessions.CookieName}={session.Value.Token}");
        return client;
    }

    public async ValueTask InitializeAsync()
    {
        var options = new CityOptions { DataFolder = _folder.Path, Preset = Preset };
        ICapability[] capabilities =
            [new PlatformModule(), new IdentityModule(), new CatalogModule(), new RegistriesModule()];
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration[RequestRates.SignInKey] = "100000";
        var packs = PackLoader.Load(
            [Path.Combine(Project.Home, "packs")], [new CodeListsSection(), new RegistriesSection()]);
        builder.Services.AddSingleton(packs.Packs
            ?? throw new InvalidOperationException(string.Join('\n', packs.Faults)));
        builder.Services.AddLingnanStorage(options).AddLingnanAudit().AddLingnanSealing();
        builder.Services.AddSingleton<IPersonRegister, NoRegister>();
        builder.Services.AddSingleton<IDemoReset>(new CountedReset(this));
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
        builder.AddLingnanWeb(options);
        builder.Services.AddCapabilities(capabilities, builder.Configuration);
        builder.Services.AddPortal(builder.Configuration);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseLingnanWeb();
        _app.MapCapabilities();
        _app.MapPortal();
        _app.MapGet("/broken", (string? x) => x is null ? throw new InvalidOperationException("a bug of ours") : x)
            .ForEveryone("fails");
        Endpoints = _app.CheckAccess();
        await Get<SchemaRunner>().RunAsync(capabilities.Select(c => c.GetType().Assembly));
        await Get<IRegisterTables>().EnsureAsync();
        await Get<IDeclaredResources>().EnsureAsync();
        if (Preset is not null) await SeedAsync();
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task SeedAsync()
    {
        var registers = Get<IRegisters>();
        var root = Caller.System("seed");
        foreach (var code in new[] { "990100", "990100001", "990100001001" })
            await WriteAsync(registers, root, "places", "division", new() { ["code"] = code, ["name"] = "临江" + code });
        for (var i = 1; i <= 60; i++)
            await WriteAsync(
                registers, root, "places", "division", new() { ["code"] = $"990100002{i:000}", ["name"] = $"滨江社区{i}" });
        PersonNumber = ResidentId.Of("990001", new DateOnly(1990, 3, 7), 11).Value.ToString();
        PersonId = await WriteAsync(registers, root, "population", "person", new()
        {
            ["residentId"] = PersonNumber, ["name"] = "阿依古丽·买买提", ["division"] = "990100001001", ["address"] = "人民路12号",
        });
        var seeded = await Get<IDemoSeeder>().SeedAsync(new DemoCity(
            [
                new Unit("o_city", null, new LocalText("江城市", "Jiangcheng"), UnitLevel.City, "990100", null),
                new Unit("o_town", "o_city", new LocalText("临江街道", "Linjiang"), UnitLevel.Town, "990100001", null),
            ],
            new DemoCitizen(PersonId, PersonNumber, "阿依古丽·买买提", null)));
        Assert.True(seeded.IsOk, seeded.Error?.ToString());
    }

    private static async Task<string> WriteAsync(
        IRegisters registers, Caller caller, string pack, string table, Dictionary<string, string?> values)
    {
        var written = await registers.UpsertAsync(
            registers.Find(pack, table)!, new RecordWrite(null, values, null, "种子"), caller);
        Assert.True(
            written.IsOk && written.Value.Record is not null,
            string.Join(';', written.IsOk ? written.Value.Faults : []));
        return written.Value.Record.Id;
    }

    private sealed class NoRegister : IPersonRegister
    {
        public Task<string?> MatchAsync(ResidentId residentId, string name, CancellationToken cancellationToken) =>
            Task.FromResult<string?>(null);
    }

    private sealed class CountedReset(PortalCity city) : IDemoReset
    {
        public Task ResetAsync(CancellationToken cancellationToken)
        {
            city.Resets++;
            return Task.CompletedTask;
        }
    }
}
