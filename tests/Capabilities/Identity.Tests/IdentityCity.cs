using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Identity.Contracts;
using Lingnan.Identity.Passwords;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Web;
using Lingnan.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Lingnan.Identity.Tests;

/// <summary>A city with Identity alone, on a real loopback server and a real database of one engine.</summary>
internal sealed class IdentityCity : IAsyncDisposable
{
    public const string CityId = "o_city";
    public const string TownId = "o_town";
    public const string OtherTownId = "o_other";

    private readonly TempFolder? _folder;
    private readonly TestPostgres? _postgres;
    private readonly WebApplication _app;

    private IdentityCity(WebApplication app, TempFolder? folder, TestPostgres? postgres, FakeTimeProvider time)
    {
        (_app, _folder, _postgres, Time) = (app, folder, postgres, time);
    }

    public FakeTimeProvider Time { get; }

    public required IReadOnlyList<SweptEndpoint> Endpoints { get; init; }

    public Caller Root { get; } = Caller.System("test");

    /// <summary>A scope that is no request's, as of a circuit or a job.</summary>
    public AsyncServiceScope NewScope() => _app.Services.CreateAsyncScope();

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <summary>A demonstration, seeded.</summary>
    public static async Task<IdentityCity> StartAsync(Engine engine)
    {
        var city = await StartEmptyAsync(engine, "hamlet");
        Assert.True((await city.SeedAsync()).IsOk);
        return city;
    }

    /// <summary>A city with an empty database.</summary>
    public static async Task<IdentityCity> StartEmptyAsync(Engine engine, string? preset)
    {
        var folder = new TempFolder();
        var postgres = engine == Engine.Postgres ? await TestPostgres.CreateAsync() : null;
        return await StartOnAsync(
            new CityOptions { DataFolder = folder.Path, DatabaseUrl = postgres?.DatabaseUrl, Preset = preset }, folder,
            postgres,
            new FakeTimeProvider(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero)));
    }

    /// <summary>A second process on the data of this city, started otherwise.</summary>
    public Task<IdentityCity> StartAgainAsync(string? preset, FakeTimeProvider? time = null)
    {
        var options = Get<CityOptions>();
        return StartOnAsync(
            new CityOptions { DataFolder = options.DataFolder, DatabaseUrl = options.DatabaseUrl, Preset = preset },
            null, null, time ?? Time);
    }

    public Task<Result<Done>> SeedAsync() => Get<IDemoSeeder>().SeedAsync(new DemoCity(
        [
            new Unit(CityId, null, new LocalText("江城市", "Jiangcheng"), UnitLevel.City, "441900", null),
            new Unit(TownId, CityId, new LocalText("东岸镇", "East Bank"), UnitLevel.Town, "441900003", null),
            new Unit(OtherTownId, CityId, new LocalText("西岸镇", "West Bank"), UnitLevel.Town, "441900004", null),
        ],
        new DemoCitizen(TownRegister.Citizen.PersonId, TownRegister.Citizen.Number, TownRegister.Citizen.Name,
            "13900000001")));

    /// <summary>A client that is nobody and keeps no cookies.</summary>
    public HttpClient Nobody() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        BaseAddress = new Uri(_app.Urls.First()),
    };

    public HttpClient With(string token)
    {
        var client = Nobody();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<HttpResponseMessage> AskTokenAsync(string userName, string password)
    {
        using var client = Nobody();
        using var form = new FormUrlEncodedContent(
            [new("grant_type", "password"), new("username", userName), new("password", password)]);
        return await client.PostAsync("/api/identity/token", form);
    }

    public async Task<string> SignInAsync(string userName, string password)
    {
        using var answer = await AskTokenAsync(userName, password);
        Assert.Equal(System.Net.HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    public async Task<HttpClient> AsAsync(string demoId)
    {
        var demo = Get<ISessions>().DemoAccounts.Single(a => a.Id == demoId);
        return With(await SignInAsync(demo.UserName, demo.Password));
    }

    public async Task<Caller> CallerAsync(string demoId) =>
        (await Get<ISessions>().SignInDemoAsync(demoId, "test")).Value.Caller;

    /// <summary>An officer with a password, made as an administrator makes one.</summary>
    public async Task<Account> OfficerAsync(string userName, string password, params NewPost[] posts)
    {
        var accounts = Get<IAccounts>();
        var made = await accounts.CreateOfficerAsync(Root, new NewOfficer(userName, "陈伟", posts));
        Assert.True(made.IsOk, made.Error?.ToString());
        Assert.True((await accounts.SetPasswordByLinkAsync(TokenOf(made.Value.OneTimePath), password)).IsOk);
        return made.Value.Account;
    }

    public static string TokenOf(string oneTimePath) => oneTimePath["/set-password?token=".Length..];

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_postgres is not null) await _postgres.DisposeAsync();
        _folder?.Dispose();
    }

    private static async Task<IdentityCity> StartOnAsync(
        CityOptions options, TempFolder? folder, TestPostgres? postgres, FakeTimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddLingnanStorage(options);
        builder.Services.AddLingnanAudit();
        builder.Services.AddLingnanSealing();
        builder.Services.AddSingleton<IPersonRegister, TownRegister>();
        builder.Services.AddSingleton<IPasswordHasher<PasswordVault>, CountingHasher>();
        builder.Services.AddScoped<AuthenticationStateProvider, ServerAuthenticationStateProvider>();
        builder.Services.AddCapabilities([new IdentityModule()], builder.Configuration);
        builder.Configuration[RequestRates.SignInKey] = "100000";
        builder.AddLingnanWeb(options);
        builder.Logging.ClearProviders();
        // The number of rounds is the only thing that tests do not take as in production.
        builder.Services.Configure<PasswordHasherOptions>(o => o.IterationCount = 1_000);
        var app = builder.Build();
        app.UseAuthentication();
        app.UseLingnanWeb();
        app.MapCapabilities();
        var endpoints = app.CheckAccess();
        await app.Services.GetRequiredService<SchemaRunner>().RunAsync([typeof(IdentityModule).Assembly]);
        await app.Services.PrepareSealingAsync();
        await app.StartAsync();
        return new IdentityCity(app, folder, postgres, time) { Endpoints = endpoints };
    }
}

/// <summary>Stands for the register of persons, which a higher ring brings.</summary>
internal sealed class TownRegister : IPersonRegister
{
    public static readonly (string PersonId, string Number, string Name) Citizen = ("p_1", Number(1), "黄晓明");
    public static readonly (string PersonId, string Number, string Name) Neighbour = ("p_2", Number(2), "麦麦提·艾力");

    public Task<string?> MatchAsync(ResidentId residentId, string name, CancellationToken cancellationToken) =>
        Task.FromResult(new[] { Citizen, Neighbour }.Where(p => p.Number == residentId.ToString() && p.Name == name)
            .Select(p => p.PersonId).SingleOrDefault());

    private static string Number(int sequence) =>
        ResidentId.Of("990101", new DateOnly(1988, 8, 8), sequence).Value.ToString();
}
