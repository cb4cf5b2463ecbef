using Lingnan.Kernel;

namespace Lingnan.Cities;

/// <summary>A synthetic city that can be made again, byte for byte, from its name.</summary>
/// <param name="Id">Name on the command line.</param>
/// <param name="City">Name of the city.</param>
/// <param name="Persons">How many persons.</param>
/// <param name="Entities">How many legal entities.</param>
/// <param name="DivisionsFile">Embedded list of divisions.</param>
/// <param name="Seed">Seed of the generator.</param>
public sealed record Preset(string Id, LocalText City, int Persons, int Entities, string DivisionsFile, ulong Seed)
{
    /// <summary>Last birthday a generated person can have; ages are counted from it,
    /// so a preset does not drift with the calendar.</summary>
    public static readonly DateOnly ReferenceDay = new(2026, 1, 1);

    /// <summary>All presets. Figures of Guangzhou are those of its twelfth five-year plan (17.51 million natural
    /// persons, 0.98 million legal entities).</summary>
    public static IReadOnlyList<Preset> All { get; } =
    [
        new("hamlet", new LocalText("江城市", "Jiangcheng"), 1_000, 60, "hamlet", 11),
        new("town", new LocalText("江城市", "Jiangcheng"), 100_000, 6_000, "town", 12),
        new("dongguan", new LocalText("东莞市", "Dongguan"), 8_000_000, 510_000, "dongguan", 13),
        new("guangzhou", new LocalText("广州市", "Guangzhou"), 17_510_000, 980_000, "guangzhou", 14),
    ];

    /// <summary>The preset of that name, or null.</summary>
    public static Preset? Find(string id) => All.FirstOrDefault(p => p.Id == id);
}
