using Lingnan.Browser.Tests;
using Lingnan.Testing;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserRun))]
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace Lingnan.Browser.Tests;

/// <summary>One browser and one hamlet for the whole run.</summary>
public sealed class BrowserRun : IAsyncLifetime
{
    private const string SignInLimit = "Limits__SignInPerMinute";
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private readonly Dictionary<(string Caller, Look Look), Task<Visitor>> _visitors = [];
    private RunningCity? _city;
    private Task<CityMap>? _map;

    /// <summary>The hamlet that every test shares.</summary>
    public RunningCity City => _city!;

    /// <inheritdoc />
    public async ValueTask InitializeAsync()
    {
        if (FindChromium() is not { } chromium) return;
        // The tests sign in more often than a person.
        Environment.SetEnvironmentVariable(SignInLimit, "1000");
        _city = await RunningCity.StartAsync();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = chromium,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-first-run",
            ],
        });
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_city is not null) await _city.DisposeAsync();
    }

    /// <summary>A new visitor of the hamlet; the test is skipped where there is no browser.</summary>
    public Task<Visitor> VisitAsync(Look? look = null) => VisitAsync(City, look);

    /// <summary>A new visitor of a city.</summary>
    public async Task<Visitor> VisitAsync(RunningCity city, Look? look = null)
    {
        NeedBrowser();
        return await Visitor.OpenAsync(_browser!, city.Url, look ?? Look.Usual);
    }

    /// <summary>The pages of the hamlet.</summary>
    public Task<CityMap> MapAsync() => _map ??= CityMap.DrawAsync(this);

    /// <summary>One visitor for each caller and look, who stays signed in for the whole run.</summary>
    /// <param name="caller">A demo role, or nothing for a stranger.</param>
    /// <param name="look">How they look at the city.</param>
    public Task<Visitor> AsAsync(string caller, Look look)
    {
        lock (_visitors)
        {
            return _visitors.TryGetValue((caller, look), out var visitor) ? visitor
                : _visitors[(caller, look)] = EnterAsync(caller, look);
        }
    }

    /// <summary>Skips the test where there is no browser.</summary>
    public void NeedBrowser() =>
        Assert.SkipWhen(_browser is null, "Chromium is not installed (apt-get install chromium)");

    private async Task<Visitor> EnterAsync(string caller, Look look)
    {
        var visitor = await VisitAsync(look);
        if (caller.Length > 0) await visitor.SignInAsync(caller);
        return visitor;
    }

    private static string? FindChromium() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
}
