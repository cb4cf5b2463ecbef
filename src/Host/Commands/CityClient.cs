using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Host.City;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Operations;

namespace Lingnan.Host.Commands;

/// <summary>
/// The command line's way to a city: over HTTP to the one that runs on the folder, or to one started for the command
/// alone on a free loopback port. One way in, so a command can do nothing that the API would not.
/// </summary>
internal sealed class CityClient : IAsyncDisposable
{
    private readonly WebApplication? _own;
    private readonly CityLock? _lock;

    private CityClient(HttpClient http, WebApplication? own, CityLock? cityLock)
    {
        Http = http;
        _own = own;
        _lock = cityLock;
    }

    /// <summary>Speaks as the command line; never times out by itself, long work is followed.</summary>
    public HttpClient Http { get; }

    public static async Task<Result<CityClient>> ConnectAsync(CityOptions options, CancellationToken cancellationToken)
    {
        var held = CityLock.TryAcquire(options.DataFolder, TimeProvider.System);
        if (!held.IsOk) return Running(options.DataFolder, held.Error);
        if (CheckedPacks.Load(options) is not { } packs)
        {
            held.Value.Dispose();
            return new Error("host.packs-faulty");
        }

        var app = CityHost.Build(options, packs, "http://127.0.0.1:0");
        await CityHost.PrepareAsync(app.Services, cancellationToken);
        await app.StartAsync(cancellationToken);
        var local = app.Services.GetRequiredService<LocalToken>();
        local.Publish();
        held.Value.Announce(app.Urls.First());
        return new CityClient(Client(app.Urls.First(), LocalToken.Read(options.DataFolder)!), app, held.Value);
    }

    /// <summary>Reads a JSON answer, or prints the problem the city told of and gives null.</summary>
    public static async Task<JsonElement?> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.IsSuccessStatusCode) return await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        await TellAsync(answer, cancellationToken);
        return null;
    }

    /// <summary>Prints the problem in an answer.</summary>
    public static async Task TellAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellationToken);
        if (answer.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            var problem = JsonDocument.Parse(text).RootElement;
            foreach (var part in new[] { "title", "mend" })
                if (problem.TryGetProperty(part, out var words) && words.GetString() is { Length: > 0 } said)
                    Console.Error.WriteLine(said);
            if (problem.TryGetProperty("code", out var code)) Console.Error.WriteLine($"  ({code.GetString()})");
            return;
        }
        Console.Error.WriteLine($"The city answered {(int)answer.StatusCode}.");
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_own is not null)
        {
            await _own.StopAsync();
            await _own.DisposeAsync();
        }
        _lock?.Dispose();
    }

    private static Result<CityClient> Running(string dataFolder, Error held) =>
        CityLock.ReadRunning(dataFolder) is { Url: { } url } && LocalToken.Read(dataFolder) is { } token
            ? new CityClient(Client(url, token), null, null)
            : held;

    private static HttpClient Client(string url, string token)
    {
        var http = new HttpClient { BaseAddress = new Uri(url), Timeout = Timeout.InfiniteTimeSpan };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("en");
        return http;
    }
}
