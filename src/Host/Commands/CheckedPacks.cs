using Lingnan.Host.City;
using Lingnan.PackKit;
using Lingnan.Platform;

namespace Lingnan.Host.Commands;

/// <summary>Loads the packs of a city, or prints every fault in them.</summary>
internal static class CheckedPacks
{
    public static PackSet? Load(CityOptions options)
    {
        var load = CityPacks.Load(ProjectFolder.Packs, options.PacksFolder);
        Print(load.Faults);
        return load.Packs;
    }

    public static void Print(IReadOnlyList<PackFault> faults)
    {
        foreach (var fault in faults) Console.Error.WriteLine(fault);
    }
}
