using System.CommandLine;
using System.CommandLine.Help;
using Lingnan.Host.Commands;

const int UsageFault = 2;

var lingnan = new Command("lingnan", "Lingnan 岭南: one platform on which a city's information systems stand.")
{
    new HelpOption { Recursive = true },
    new VersionOption(),
    UpCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    CheckCommand.Create(),
    NewCommand.Create(),
    DocsCommand.Create(),
    DoctorCommand.Create(),
    KeysCommand.Create(),
    EvolutionCommand.Create(),
};
var asked = lingnan.Parse(args);
var code = await asked.InvokeAsync();
// What was asked wrongly is told apart from what went wrong.
return asked.Errors.Count > 0 ? UsageFault : code;
