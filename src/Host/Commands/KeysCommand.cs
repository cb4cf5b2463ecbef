using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Lingnan.Platform;

namespace Lingnan.Host.Commands;

/// <summary><c>keys</c>: tries the key of every person and says whose is lost.</summary>
internal static class KeysCommand
{
    public static Command Create()
    {
        var command = new Command("keys", "Try the key of every person and say whose is lost.");
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            Faults.TellAsync(() => RunAsync(city.Read(parsed), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(CityOptions options, CancellationToken cancellationToken)
    {
        var connected = await CityClient.ConnectAsync(options, cancellationToken);
        if (!connected.IsOk) return Faults.Tell(connected.Error);
        await using var city = connected.Value;
        using var answer = await city.Http.PostAsync("/api/registries/lost-keys/check", null, cancellationToken);
        if (await CityClient.ReadAsync(answer, cancellationToken) is not { } report) return 1;
        foreach (var key in report.GetProperty("lost").EnumerateArray())
            Console.WriteLine($"{Said(key, "cause"),-10} {Said(key, "subjectId")}  {Said(key, "register")}");
        var lost = report.GetProperty("lostCount").GetInt64();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.GetProperty("keys").GetInt64():N0} keys checked, {(lost == 0 ? "none" : lost)} lost."));
        return lost == 0 ? 0 : 1;
    }

    private static string? Said(JsonElement key, string part) => key.GetProperty(part).GetString();
}
