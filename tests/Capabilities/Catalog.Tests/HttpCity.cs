using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Lingnan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lingnan.Catalog.Tests;

/// <summary>A catalogue on a real loopback server; who calls is told by a header, since signing in is
/// Identity's.</summary>
internal sealed class HttpCity : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TempFolder _folder;
    private readonly TestPostgres? _postgres;

    private HttpCity(WebApplication app, TempFolder folder, TestPostgres? postgres) =>
        (_app, _folder, _postgres) = (app, folder, postgres);

    public ICatalog Catalog => _app.Services.GetRequiredService<ICatalog>();

    public static async Task<HttpCity> StartAsync(Engine engine)
    {
        var folder = new TempFolder();
        var postgres = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        var options = new CityOptions
        {
            DataFolder = folder.Path, DatabaseUrl = postgres?.DatabaseUrl, Preset = "hamlet",
        };
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddLingnanStorage(options).AddLingnanAudit();
        builder.Services.AddHttpContextAccessor();
        builder.Services.AddScoped<ICallerSource, HeaderCaller>();
        builder.Services.AddCapabilities([new CatalogModule()], builder.Configuration);
        builder.AddLingnanWeb(options);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseLingnanWeb();
        app.MapCapabilities();
        app.CheckAccess();
        await app.Services.GetRequiredService<SchemaRunner>().RunAsync([typeof(CatalogModule).Assembly]);
        await app.StartAsync();
        return new HttpCity(app, folder, postgres);
    }

    /// <summary>An officer with grants such as <c>edit@4419,read@</c>.</summary>
    public HttpClient As(string grants)
    {
        var client = Nobody();
        client.DefaultRequestHeaders.Add(HeaderCaller.Grants, grants);
        return client;
    }

    public string Address => _app.Urls.First();

    public HttpClient Nobody() => new() { BaseAddress = new Uri(_app.Urls.First()) };

    /// <summary>Makes a resource and publishes it; its code.</summary>
    public async Task<string> PublishAsync(ResourceDescription description)
    {
        var code = (await Catalog.CreateAsync(description, null, CatalogCity.Root)).Value.Resource!.Code;
        await Catalog.ActAsync(code, ResourceAction.Submit, null, null, CatalogCity.Root);
        await Catalog.ActAsync(code, ResourceAction.Publish, null, null, CatalogCity.Root);
        return code;
    }

    public static Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        answer.Content.ReadFromJsonAsync<JsonElement>();

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private sealed class HeaderCaller(IHttpContextAccessor accessor) : ICallerSource
    {
        public const string Grants = "X-Test-Grants";

        public ValueTask<Caller> CurrentAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(
                accessor.HttpContext!.Request.Headers.TryGetValue(Grants, out var grants)
                ? new Caller
                {
                    Kind = CallerKind.Officer, AccountId = "a_1", Name = "李干事",
                    Grants = [.. grants.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries)
                        .Select(g => g.Split('@')).Select(g => new Grant("catalog." + g[0], g[1]))],
                }
                : Caller.Nobody);
    }
}
