using System.Net;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Lingnan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Tests.Web;

/// <summary>A capability that does little, behind the real pipeline on a real loopback port.</summary>
internal sealed class WebCity : IAsyncDisposable, ICapability
{
    public static readonly Permission See = new("sample.see", new LocalText("查看样例", "See samples"));

    private readonly TempFolder _folder = new();
    private WebApplication? _app;

    public string Name => "sample";

    public IReadOnlyList<Permission> Permissions { get; } = [See];

    public HttpClient Http { get; private set; } = new();

    public string Folder => _folder.Path;

    public IServiceProvider Services => _app!.Services;

    public IReadOnlyList<SweptEndpoint> Swept { get; private set; } = [];

    public static async Task<WebCity> StartAsync(
        Action<IEndpointRouteBuilder>? more = null, Action<IConfigurationManager>? configure = null)
    {
        var city = new WebCity();
        try
        {
            await city.StartItAsync(more, configure);
            return city;
        }
        catch
        {
            await city.DisposeAsync();
            throw;
        }
    }

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{answer.StatusCode} {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal("/problems/" + code, problem.GetProperty("type").GetString());
        Assert.Equal((int)status, problem.GetProperty("status").GetInt32());
        Assert.NotEqual(code, problem.GetProperty("title").GetString());
        Assert.Equal(
            answer.Headers.GetValues("X-Correlation-Id").Single(), problem.GetProperty("correlationId").GetString());
        return problem;
    }

    public void AddServices(IServiceCollection services, IConfiguration configuration) =>
        services.AddHttpContextAccessor().AddScoped<ICallerSource, HeaderCaller>();

    public void MapEndpoints(IEndpointRouteBuilder endpoints)
    {
        var api = endpoints.MapGroup("/api/sample");
        api.MapGet("/open", () => Results.Json(new { ok = true })).ForEveryone("a test");
        api.MapGet("/mine", () => Results.Json(new { ok = true })).ForSignedIn("a test");
        api.MapGet("/seen", () => Results.Json(new { ok = true })).Requires(See);
        api.MapGet("/page/{number}", (int number) => number).ForEveryone("a test");
        api.MapGet("/broken", string () => throw new InvalidOperationException("secret 440106199001011234"))
            .ForEveryone("a test");
        api.MapGet("/full", string () => throw new FaultException(PlatformErrors.DiskFull)).ForEveryone("a test");
        api.MapGet("/missing", () => Error.Of("sample.thing.not-found").ToHttp()).ForEveryone("a test");
        api.MapGet("/faulty", () => new Error("platform.request.malformed").ToHttp(
            [new ProblemField("phone", new Error("platform.json.malformed"), 7, "手机")])).ForEveryone("a test");
        api.MapGet("/done", () => Result<Done>.Ok(Done.Value).ToHttp()).ForEveryone("a test");
        api.MapPost("/echo", (Body body) => Results.Json(body)).ForEveryone("a test");
        api.MapPost("/upload", async (HttpRequest request) =>
        {
            var buffer = new byte[64 * 1024];
            var total = 0L;
            for (int read; (read = await request.Body.ReadAsync(buffer)) > 0;) total += read;
            return total;
        }).WithUpload().ForEveryone("a test");
        api.MapPost("/sign-in", () => "in").RequireRateLimiting(RequestRates.SignIn).ForEveryone("a test");
        endpoints.MapGet("/hello", () => Results.Content("<p>hello</p>", "text/html")).ForSignedIn("a test");
        endpoints.MapGet("/console/hello", () => Results.Content("<p>hello</p>", "text/html")).Requires(See);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null) await _app.DisposeAsync();
        _folder.Dispose();
    }

    private async Task StartItAsync(Action<IEndpointRouteBuilder>? more, Action<IConfigurationManager>? configure)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure?.Invoke(builder.Configuration);
        var options = new CityOptions { DataFolder = _folder.Path, Preset = "hamlet" };
        builder.Services.AddLingnanStorage(options).AddLingnanAudit();
        builder.AddLingnanWeb(options);
        builder.Services.AddCapabilities([this], builder.Configuration);
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseLingnanWeb();
        _app.MapCapabilities();
        more?.Invoke(_app);
        Swept = _app.CheckAccess();
        await _app.StartAsync();
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri(_app.Urls.First()),
        };
    }

    internal sealed record Body(string? Name, Body? Inner);

    /// <summary>Reads who calls from a header, as no city does.</summary>
    private sealed class HeaderCaller(IHttpContextAccessor http) : ICallerSource
    {
        public ValueTask<Caller> CurrentAsync(CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(http.HttpContext!.Request.Headers["X-As"].ToString() switch
            {
                "" => Caller.Nobody,
                "reader" => Officer with { Grants = [new Grant(See.Code, "")] },
                _ => Officer,
            });

        private static readonly Caller Officer = new() { Kind = CallerKind.Officer, AccountId = "a_1", Name = "陈" };
    }
}
