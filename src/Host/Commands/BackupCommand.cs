using System.CommandLine;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Storage;

namespace Lingnan.Host.Commands;

/// <summary><c>backup</c>: copies the embedded city while it runs.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var command = new Command(
            "backup", "Copy database, files and keys of a city, running or not, into one archive.");
        var to = new Option<string?>("--to")
        {
            Description = "Folder for the archive; default: backups beside the city's folder.",
        };
        command.Options.Add(to);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) =>
            Faults.TellAsync(() => RunAsync(city.Read(parsed), parsed.GetValue(to), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(CityOptions options, string? to, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(options.DataFolder))
            return Faults.Tell(Error.Of("host.no-city", ("folder", options.DataFolder)));
        await using var services = new ServiceCollection().AddLogging().AddLingnanStorage(options)
            .AddSingleton<CityBackup>().BuildServiceProvider();
        var folder = to ?? Path.Combine(Path.GetDirectoryName(options.DataFolder)!, "backups");
        var backup = await services.GetRequiredService<CityBackup>().BackupAsync(folder, cancellationToken);
        if (!backup.IsOk) return Faults.Tell(backup.Error);
        Console.WriteLine($"Backup: {backup.Value.Path} ({backup.Value.Length:N0} bytes)");
        if (!backup.Value.HasDatabase)
            Console.WriteLine(
                "Files and keys only: back up the PostgreSQL database itself with pg_dump or its own archiving.");
        return 0;
    }
}
