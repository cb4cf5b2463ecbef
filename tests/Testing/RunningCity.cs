using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Lingnan.Testing;

/// <summary>The real program, started as a user starts it, on a free loopback port and a temporary folder.</summary>
public sealed partial class RunningCity : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly bool _ownsFolder;
    private readonly Queue<string> _output = new();

    private RunningCity(Process process, string dataFolder, bool ownsFolder)
    {
        _process = process;
        DataFolder = dataFolder;
        _ownsFolder = ownsFolder;
    }

    /// <summary>Address of the city, without a slash at its end.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Its data folder.</summary>
    public string DataFolder { get; }

    /// <summary>What it printed so far (the last 500 lines).</summary>
    public string Output { get { lock (_output) return string.Join('\n', _output); } }

    /// <summary>Process id, for tests that kill or measure it.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Folder of the project: where the solution file is.</summary>
    public static string Home { get; } = FindHome();

    /// <summary>Starts a city and waits until it listens.</summary>
    /// <param name="preset"><c>hamlet</c>, <c>none</c> for production, ….</param>
    /// <param name="dataFolder">Folder to start on, or null for a fresh one that is removed at the end.</param>
    /// <param name="more">More arguments of <c>up</c>.</param>
    public static async Task<RunningCity> StartAsync(
        string preset = "hamlet", string? dataFolder = null, params string[] more)
    {
        var folder = dataFolder ?? Directory.CreateTempSubdirectory("lingnan-city-").FullName;
        var process = Command(["up", "--preset", preset, "--data", folder, "--urls", "http://127.0.0.1:0", .. more]);
        var city = new RunningCity(process, folder, dataFolder is null);
        var listening = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => city.Hear(line.Data, listening);
        process.ErrorDataReceived += (_, line) => city.Hear(line.Data, listening);
        process.Exited += (_, _) => listening.TrySetException(
            new InvalidOperationException($"The city ended:\n{city.Output}"));
        process.EnableRaisingEvents = true;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        // A metropolis takes as long as it takes to fill.
        await listening.Task.WaitAsync(
            preset is "dongguan" or "guangzhou" ? Timeout.InfiniteTimeSpan : StartLimit);
        return city;
    }

    /// <summary>Starts a hamlet and kills it (SIGKILL) after a time, wherever it then is.</summary>
    public static async Task StartAndKillAsync(string dataFolder, TimeSpan after)
    {
        using var process = Command(["up", "--preset", "hamlet", "--data", dataFolder, "--urls", "http://127.0.0.1:0"]);
        process.Start();
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Task.Delay(after, TimeProvider.System);
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        await output;
    }

    /// <summary>Runs a command of the program to its end.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        RunInAsync(Home, arguments);

    /// <summary>Runs a command of the program to its end, on another copy of the project's packs.</summary>
    public static async Task<(int ExitCode, string Output)> RunInAsync(string home, params string[] arguments)
    {
        using var process = Command(arguments);
        process.StartInfo.Environment["LINGNAN_HOME"] = home;
        process.Start();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(StartLimit);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>A client that is nobody, and does not follow redirects.</summary>
    public HttpClient Nobody() =>
        new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(Url) };

    /// <summary>A client signed in with a bearer token as one of the demo accounts (<c>citizen</c>,
    /// <c>administrator</c>, …).</summary>
    public async Task<HttpClient> AsAsync(string userName)
    {
        var client = Nobody();
        var form = new FormUrlEncodedContent(
        [
            new("grant_type", "password"), new("username", userName), new("password", DemoPassword(userName)),
        ]);
        using var answer = await client.PostAsync("/api/identity/token", form);
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>Ends it at once, as a power cut would (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString()]);
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        if (_ownsFolder) Directory.Delete(DataFolder, recursive: true);
    }

    /// <summary>The password that <c>up</c> printed for a demo account.</summary>
    public string DemoPassword(string userName)
    {
        var match = SignInLine().Matches(Output).FirstOrDefault(m => m.Groups["user"].Value == userName)
            ?? throw new InvalidOperationException($"`up` printed no sign-in for '{userName}':\n{Output}");
        return match.Groups["password"].Value;
    }

    private void Hear(string? line, TaskCompletionSource<string> listening)
    {
        if (line is null) return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > 500) _output.Dequeue();
        }
        if (AddressLine().Match(line) is { Success: true } match) Url = match.Groups["url"].Value;
        // The last line of the welcome: by then the sign-ins are printed too.
        if (line.Contains("Ctrl+C", StringComparison.Ordinal)) listening.TrySetResult(Url);
    }

    private static Process Command(string[] arguments)
    {
        var program = Path.Combine(Home, ".lingnan", "app", "Lingnan.Host.dll");
        if (!File.Exists(program))
            throw new InvalidOperationException("The program is not published; run `./lingnan test`.");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Home,
        };
        start.Environment["LINGNAN_HOME"] = Home;
        // As ./lingnan starts it.
        start.Environment["DOTNET_GCgen0size"] = "2000000";
        // All sign-ins of a test run come from one address; the limit itself is tested where it is made.
        start.Environment["Limits__SignInPerMinute"] = "6000";
        return new Process { StartInfo = start };
    }

    private static string FindHome()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Lingnan.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Tests run inside the project's folder.");
    }

    [GeneratedRegex(@"^\s*(Open|打开)\s+(?<url>http://\S+?)/?\s*$")]
    private static partial Regex AddressLine();

    [GeneratedRegex(@"^\s+(?<user>[a-z][a-z-]*)\s+(?<password>\S+)\s", RegexOptions.Multiline)]
    private static partial Regex SignInLine();
}
