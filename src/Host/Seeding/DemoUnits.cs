using Lingnan.Cities;
using Lingnan.Identity.Contracts;
using Lingnan.Kernel;

namespace Lingnan.Host.Seeding;

/// <summary>The organisation of a demo city: the city, its departments, and a unit for each division below
/// it.</summary>
internal static class DemoUnits
{
    private static readonly (string Id, LocalText Name)[] Departments =
    [
        ("data", new LocalText("政务服务和数据管理局", "Government Services and Data Bureau")),
        ("police", new LocalText("公安局", "Public Security Bureau")),
        ("civil", new LocalText("民政局", "Civil Affairs Bureau")),
        ("market", new LocalText("市场监督管理局", "Market Supervision Bureau")),
        ("resources", new LocalText("自然资源局", "Natural Resources Bureau")),
    ];

    public static IReadOnlyList<Unit> Of(Cities.City city, Preset preset)
    {
        var root = city.Divisions[0];
        var units = new List<Unit>
        {
            new(
                Id(root.Code), null, new LocalText(preset.City.Zh + "人民政府", preset.City.En + " Municipal Government"),
                UnitLevel.City, root.Code, null),
        };
        foreach (var (id, name) in Departments)
            units.Add(new Unit(
                "o_" + id, units[0].Id, new LocalText(preset.City.Zh + name.Zh, preset.City.En + " " + name.En),
                UnitLevel.City, root.Code, null));
        foreach (var division in city.Divisions.Skip(1).Where(d => d.Parent is not null))
            units.Add(new Unit(
                Id(division.Code), Id(division.Parent!), new LocalText(division.Name, division.Name), Level(division),
                division.Code, null));
        return units;
    }

    private static string Id(string code) => "o_" + code;

    private static UnitLevel Level(DemoDivision division) =>
        division.Code.Length == 12 ? UnitLevel.Village : UnitLevel.Town;
}
