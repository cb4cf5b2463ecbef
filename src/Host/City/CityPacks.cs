using Lingnan.PackKit;
using Lingnan.PackKit.Registries;

namespace Lingnan.Host.City;

/// <summary>The packs of a city, or every fault in them.</summary>
internal static class CityPacks
{
    private static readonly IPackSection[] Sections = [new CodeListsSection(), new RegistriesSection()];

    public static PackLoad Load(params string?[] folders) =>
        PackLoader.Load([.. folders.Where(f => f is not null).Select(f => f!)], Sections);
}
