using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.Platform;

namespace Lingnan.Host.Commands;

/// <summary><c>doctor</c>: is anything wrong, in plain words; and what this city was started as.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var command = new Command("doctor", "Tell in plain words whether anything is wrong.");
        var versionOnly = new Option<bool>("--version-only") { Description = "Only the version of the program." };
        command.Options.Add(versionOnly);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(() => parsed.GetValue(versionOnly)
            ? Task.FromResult(Version())
            : RunAsync(city.Read(parsed), cancellationToken)));
        return command;
    }

    private static int Version()
    {
        Console.WriteLine($"Lingnan {typeof(DoctorCommand).Assembly.GetName().Version} on .NET {Environment.Version}");
        return 0;
    }

    private static async Task<int> RunAsync(CityOptions options, CancellationToken cancellationToken)
    {
        Version();
        Console.WriteLine($"Data folder  {options.DataFolder}");
        Console.WriteLine($"Database     {Redacted(options.DatabaseUrl) ?? "embedded SQLite"}");
        Console.WriteLine($"Preset       {options.Preset ?? "none (production)"}");
        if (!Directory.Exists(options.DataFolder))
            return Faults.Tell(Error.Of("host.no-city", ("folder", options.DataFolder)));
        var connected = await CityClient.ConnectAsync(options, cancellationToken);
        if (!connected.IsOk) return Faults.Tell(connected.Error);
        await using var city = connected.Value;
        using var answer = await city.Http.GetAsync("/api/platform/health", cancellationToken);
        if (await CityClient.ReadAsync(answer, cancellationToken) is not { } findings) return 1;
        var wrong = false;
        foreach (var finding in findings.EnumerateArray())
        {
            var state = finding.GetProperty("state").GetString()!;
            wrong |= state != "fine";
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{state,-8} {finding.GetProperty("check").GetString(),-10} {Said(finding)}"));
        }
        Console.WriteLine(wrong ? "Something needs attention." : "Nothing is wrong.");
        return wrong ? 1 : 0;
    }

    private static string Said(JsonElement finding) =>
        $"{finding.GetProperty("title").GetString()} {finding.GetProperty("mend").GetString()}".TrimEnd();

    private static string? Redacted(string? url) => url is null ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var parsed)
        ? $"{parsed.Scheme}://{parsed.Host}:{parsed.Port}{parsed.AbsolutePath}"
        : "(unreadable address)";
}
