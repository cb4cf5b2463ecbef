using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.PackKit;
using Lingnan.Platform;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Registries.Tests;

/// <summary>Registers on a real loopback server; who calls is told by a header,
/// since signing in is Identity's.</summary>
internal sealed class HttpCity : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempFolder _folder;
    private readonly TestPostgres? _postgres;
    private readonly bool _isLater;

    private HttpCity(WebApplication app, TempFolder folder, TestPostgres? postgres, bool isLater) =>
        (_app, _folder, _postgres, _isLater) = (app, folder, postgres, isLater);

    public required IReadOnlyList<SweptEndpoint> Endpoints { get; init; }

    public FakeTimeProvider Time => (FakeTimeProvider)_app.Services.GetRequiredService<TimeProvider>();

    public IRegisters Registers => _app.Services.GetRequiredService<IRegisters>();

    public IServiceProvider Services => _app.Services;

    public MemoryAudit Audit => _app.Services.GetRequiredService<MemoryAudit>();

    public static async Task<HttpCity> StartAsync(
        Engine engine, PackSet? packs = null, bool isAuditReal = false, Action<IServiceCollection>? configure = null)
    {
        var folder = new TempFolder();
        var postgres = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        return await StartAsync(folder, postgres, packs, isAuditReal, configure, isLater: false);
    }

    /// <summary>The same city, started with other declarations.</summary>
    public Task<HttpCity> LaterAsync(PackSet packs) =>
        StartAsync(_folder, _postgres, packs, false, null, isLater: true);

    private static async Task<HttpCity> StartAsync(
        TempFolder folder, TestPostgres? postgres, PackSet? packs, bool isAuditReal,
        Action<IServiceCollection>? configure, bool isLater)
    {
        var options = new CityOptions
        {
            DataFolder = folder.Path, DatabaseUrl = postgres?.DatabaseUrl, Preset = "hamlet",
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        RegisterCity.Configure(
            builder.Services, packs ?? Declared.Packs(),
            new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero)), withModule: false,
            isAuditReal);
        configure?.Invoke(builder.Services);
        builder.Services.AddLingnanStorage(options);
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<ICallerSource, HeaderCaller>();
        builder.Services.AddCapabilities([new PlatformModule(), new RegistriesModule()], builder.Configuration);
        builder.AddLingnanWeb(options);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseLingnanWeb();
        app.MapCapabilities();
        var endpoints = app.CheckAccess();
        await app.Services.GetRequiredService<SchemaRunner>().RunAsync([typeof(RegistriesModule).Assembly]);
        await app.Services.PrepareSealingAsync();
        await app.Services.GetRequiredService<IRegisterTables>().EnsureAsync();
        await app.StartAsync();
        return new HttpCity(app, folder, postgres, isLater) { Endpoints = endpoints };
    }

    public HttpClient As(
        string grants, string? person = null, string account = "a_1", string name = "李干事", string? unit = null)
    {
        var client = new HttpClient { BaseAddress = new Uri(_app.Urls.First()) };
        client.DefaultRequestHeaders.Add(HeaderCaller.Grants, grants);
        client.DefaultRequestHeaders.Add(HeaderCaller.Account, account);
        client.DefaultRequestHeaders.Add(HeaderCaller.Name, Uri.EscapeDataString(name));
        if (person is not null) client.DefaultRequestHeaders.Add(HeaderCaller.Person, person);
        if (unit is not null) client.DefaultRequestHeaders.Add(HeaderCaller.Unit, unit);
        return client;
    }

    public HttpClient Nobody() => new() { BaseAddress = new Uri(_app.Urls.First()) };

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_isLater) return;
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary><c>registries.read@4419,registries.write@</c>.</summary>
    private sealed class HeaderCaller(IHttpContextAccessor accessor) : ICallerSource
    {
        public const string Grants = "X-Test-Grants";
        public const string Person = "X-Test-Person";
        public const string Account = "X-Test-Account";
        public const string Name = "X-Test-Name";
        public const string Unit = "X-Test-Unit";

        public ValueTask<Caller> CurrentAsync(CancellationToken cancellationToken = default)
        {
            var headers = accessor.HttpContext!.Request.Headers;
            if (!headers.TryGetValue(Grants, out var grants)) return ValueTask.FromResult(Caller.Nobody);
            return ValueTask.FromResult(new Caller
            {
                Kind = CallerKind.Officer, AccountId = headers[Account].ToString(),
                Name = Uri.UnescapeDataString(headers[Name].ToString()),
                PersonId = headers.TryGetValue(Person, out var person) ? person.ToString() : null,
                UnitId = headers.TryGetValue(Unit, out var unit) ? unit.ToString() : null,
                Grants = [.. grants.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)
                    .Select(g => g.Split('@')).Select(g => new Grant("registries." + g[0], g[1]))],
            });
        }
    }
}
