using System.CommandLine;
using Lingnan.Host.City;
using Lingnan.PackKit.Plans;

namespace Lingnan.Host.Commands;

/// <summary><c>docs</c>: writes the documents that are generated from the program itself.</summary>
internal static class DocsCommand
{
    public static Command Create()
    {
        var command = new Command("docs", "Write docs/systems.md anew from the account of the plans and the packs.");
        command.SetAction(_ =>
        {
            var load = CityPacks.Load(ProjectFolder.Packs);
            CheckedPacks.Print(load.Faults);
            if (load.Packs is null) return 1;
            var path = Path.Combine(ProjectFolder.Path, "docs", "systems.md");
            File.WriteAllText(path, SystemsDocument.Write(PlanAccount.Of(load.Packs, CityHost.CapabilityNames)));
            Console.WriteLine($"Wrote {path}");
            return 0;
        });
        return command;
    }
}
