using System.CommandLine;
using Lingnan.Kernel;
using Lingnan.Platform;
using Lingnan.Platform.Operations;

namespace Lingnan.Host.Commands;

/// <summary><c>restore ARCHIVE</c>: makes a city's folder from a backup, whole or not at all.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var command = new Command("restore", "Make a city's folder from a backup.");
        var archive = new Argument<string>("archive") { Description = "A file made by backup." };
        var force = new Option<bool>("--force")
        {
            Description = "Replace a city that is there; the old folder is kept beside it.",
        };
        command.Arguments.Add(archive);
        command.Options.Add(force);
        var city = new CityArguments().AddTo(command);
        command.SetAction((parsed, cancellationToken) => Faults.TellAsync(() =>
            RunAsync(parsed.GetValue(archive)!, city.Read(parsed), parsed.GetValue(force), cancellationToken)));
        return command;
    }

    private static async Task<int> RunAsync(
        string archive, CityOptions options, bool force, CancellationToken cancellationToken)
    {
        if (!File.Exists(archive)) return Faults.Tell(Error.Of("host.no-file", ("file", archive)));
        var restored = await CityRestore.RestoreAsync(archive, options.DataFolder, force, cancellationToken);
        if (!restored.IsOk) return Faults.Tell(restored.Error);
        Console.WriteLine(
            $"Restored into {options.DataFolder}. Start it with: ./lingnan up --data {options.DataFolder}");
        return 0;
    }
}
