using System.CommandLine;
using System.Net.Http.Headers;
using System.Text.Json;
using Lingnan.Platform;

namespace Lingnan.Host.Commands;

/// <summary><c>import REGISTER FILE</c>: brings a file into a register and tells what was refused and why.</summary>
internal static class ImportCommand
{
    private const int RefusedShown = 20;
    private static readonly TimeSpan FollowPause = TimeSpan.FromMilliseconds(300);

    private sealed record Asked(
        CityOptions City, string Register, string File, bool DryRun, bool UpdateExisting, string? RefusedTo,
        string? Reason);

    public static Command Create()
    {
        var command = new Command("import", "Bring a CSV, XLSX or JSON Lines file into a register.");
        var register = new Argument<string>("register") { Description = "pack:table, e.g. places:division" };
        var file = new Argument<string>("file") { Description = "The file." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Check every line and write nothing." };
        var insertOnly = new Option<bool>("--insert-only")
        {
            Description = "Refuse rows that exist instead of changing them.",
        };
        var refusedTo = new Option<string?>("--refused")
        {
            Description = "Write refused rows to this CSV file, to mend and send again.",
        };
        var reason = new Option<string?>("--reason") { Description = "Why, shown in the rows' history." };
        command.Arguments.Add(register);
        command.Arguments.Add(file);
        command.Options.Add(dryRun);
        command.Options.Add(insertOnly);
        command.Options.Add(refusedTo);
        command.Options.Add(reason);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(() => RunAsync(
            new Asked(
                city.Read(parsed), parsed.GetValue(register)!, parsed.GetValue(file)!, parsed.GetValue(dryRun),
                !parsed.GetValue(insertOnly), parsed.GetValue(refusedTo), parsed.GetValue(reason)),
            cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(Asked asked, CancellationToken cancellationToken)
    {
        if (!File.Exists(asked.File))
        {
            Console.Error.WriteLine($"There is no file {asked.File}.");
            return 1;
        }
        var path = RegisterName.ToPath(asked.Register);
        if (!path.IsOk) return Faults.Tell(path.Error);
        var connected = await CityClient.ConnectAsync(asked.City, cancellationToken);
        if (!connected.IsOk) return Faults.Tell(connected.Error);
        await using var city = connected.Value;
        if (await StartAsync(city, path.Value, asked, cancellationToken) is not { } id) return 1;
        if (await FollowAsync(city, id, cancellationToken) is not { } import) return 1;
        return await ReportAsync(city, id, import, asked.RefusedTo, cancellationToken);
    }

    private static async Task<string?> StartAsync(
        CityClient city, string path, Asked asked, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(asked.File);
        using var body = new StreamContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        var query = $"?fileName={Uri.EscapeDataString(Path.GetFileName(asked.File))}&dryRun={asked.DryRun}&updateExisting={asked.UpdateExisting}"
            + (asked.Reason is null ? "" : $"&reason={Uri.EscapeDataString(asked.Reason)}");
        using var answer = await city.Http.PostAsync($"{path}/imports{query}", body, cancellationToken);
        var started = await CityClient.ReadAsync(answer, cancellationToken);
        return started?.GetProperty("jobId").GetString();
    }

    private static async Task<JsonElement?> FollowAsync(CityClient city, string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var answer = await city.Http.GetAsync($"/api/registries/imports/{id}", cancellationToken);
            if (await CityClient.ReadAsync(answer, cancellationToken) is not { } import) return null;
            if (import.GetProperty("state").GetString() is "done" or "failed" or "cancelled") return import;
            await Task.Delay(FollowPause, cancellationToken);
        }
    }

    private static async Task<int> ReportAsync(
        CityClient city, string id, JsonElement import, string? refusedTo, CancellationToken cancellationToken)
    {
        long Count(string name) => import.GetProperty(name).GetInt64();
        Console.WriteLine(
            $"{Count("rows")} rows: {Count("created")} created, {Count("changed")} changed, {Count("unchanged")} unchanged, {Count("refused")} refused.");
        if (import.TryGetProperty("problem", out var problem) && problem.ValueKind == JsonValueKind.Object)
            Console.Error.WriteLine(
                $"{problem.GetProperty("title").GetString()} {problem.GetProperty("mend").GetString()}");
        if (Count("refused") > 0)
        {
            await ShowRefusedAsync(city, id, cancellationToken);
            if (refusedTo is not null) await SaveRefusedAsync(city, id, refusedTo, cancellationToken);
            else
                Console.WriteLine(
                    "Write the refused rows to a file with --refused FILE, mend them, and import that file.");
        }
        return import.GetProperty("state").GetString() == "done" && Count("refused") == 0 ? 0 : 1;
    }

    private static async Task ShowRefusedAsync(CityClient city, string id, CancellationToken cancellationToken)
    {
        using var answer = await city.Http.GetAsync(
            $"/api/registries/imports/{id}/refused?limit={RefusedShown}", cancellationToken);
        if (await CityClient.ReadAsync(answer, cancellationToken) is not { } refused) return;
        foreach (var value in refused.GetProperty("items").EnumerateArray())
        {
            string? Text(string name) => value.TryGetProperty(name, out var part) ? part.GetString() : null;
            Console.WriteLine(
                $"  line {value.GetProperty("line").GetInt64()} {Text("column")} “{Text("value")}”: {Text("title")} {Text("mend")}");
        }
    }

    private static async Task SaveRefusedAsync(
        CityClient city, string id, string path, CancellationToken cancellationToken)
    {
        await using var rows = await city.Http.GetStreamAsync(
            $"/api/registries/imports/{id}/refused.csv", cancellationToken);
        await using var file = File.Create(path);
        await rows.CopyToAsync(file, cancellationToken);
        Console.WriteLine($"Refused rows are in {path}; mend them and import that file.");
    }
}
