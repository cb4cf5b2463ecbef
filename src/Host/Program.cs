using System.CommandLine;
using Lingnan.Host.Commands;

var root = new RootCommand("Lingnan 岭南: one platform on which a city's information systems stand.")
{
    UpCommand.Create(),
    ImportCommand.Create(),
    ExportCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    CheckCommand.Create(),
    NewCommand.Create(),
    DocsCommand.Create(),
    DoctorCommand.Create(),
};
return await root.Parse(args).InvokeAsync();
