using System.CommandLine;
using Lingnan.Host.City;
using Lingnan.PackKit.Registries;

namespace Lingnan.Host.Commands;

/// <summary><c>check [pack]</c>: every fault of the packs, with file, line and how to mend it.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var command = new Command("check", "Check the packs and tell every fault with file and line.");
        var pack = new Argument<string?>("pack")
        {
            Description = "Only the faults of this pack.", Arity = ArgumentArity.ZeroOrOne,
        };
        var more = new Option<string?>("--packs") { Description = "Folder with more packs, data only." };
        command.Arguments.Add(pack);
        command.Options.Add(more);
        command.SetAction(parsed => Run(parsed.GetValue(pack), parsed.GetValue(more)));
        return command;
    }

    private static int Run(string? pack, string? more)
    {
        string[] folders = [ProjectFolder.Packs, .. more is null ? [] : (string[])[Path.GetFullPath(more)]];
        if (pack is not null && !folders.Any(f => Directory.Exists(Path.Combine(f, pack))))
        {
            Console.Error.WriteLine(
                $"There is no pack '{pack}' in {ProjectFolder.Packs}. Make it with: ./lingnan new pack {pack}");
            return 1;
        }
        var load = CityPacks.Load(ProjectFolder.Packs, more is null ? null : Path.GetFullPath(more));
        var faults = load.Faults.Where(f => pack is null
            || f.File.StartsWith(pack + "/", StringComparison.Ordinal)).ToList();
        CheckedPacks.Print(faults);
        if (faults.Count > 0) return 1;
        if (load.Packs is null)
        {
            // Packs are read together; one that is sound cannot be counted while another is not.
            Console.WriteLine($"No fault in '{pack}'. Other packs have faults: ./lingnan check");
            return 0;
        }
        var sound = load.Packs.Packs.Where(p => pack is null || p.Id == pack).ToList();
        var registers = sound.Sum(p => p.All<RegistryDeclaration>().Count());
        Console.WriteLine($"{sound.Count} packs, {registers} registers, no fault.");
        return 0;
    }
}
