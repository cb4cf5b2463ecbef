using Lingnan.Kernel;

namespace Lingnan.Catalog.Model;

/// <summary>Classes (类) and items (项) that the guide of 2017 names.</summary>
internal static class Classifications
{
    private static readonly Dictionary<string, LocalText> Named = new(StringComparer.Ordinal)
    {
        ["1"] = new("基础信息资源", "Basic resources"),
        ["101"] = new("人口", "Population"),
        ["102"] = new("法人单位", "Legal entities"),
        ["103"] = new("自然资源和空间地理", "Natural resources and places"),
        ["104"] = new("社会信用", "Social credit"),
        ["105"] = new("电子证照", "Electronic licences"),
        ["2"] = new("主题信息资源", "Resources by theme"),
        ["201"] = new("公共服务", "Public services"),
        ["202"] = new("健康保障", "Health"),
        ["203"] = new("社会保障", "Social security"),
        ["204"] = new("食品药品安全", "Food and drug safety"),
        ["205"] = new("安全生产", "Work safety"),
        ["206"] = new("价格监管", "Price supervision"),
        ["207"] = new("能源安全", "Energy security"),
        ["208"] = new("信用体系", "Credit system"),
        ["209"] = new("城乡建设", "Urban and rural construction"),
        ["210"] = new("社区治理", "Community governance"),
        ["211"] = new("生态环保", "Environment"),
        ["212"] = new("应急维稳", "Emergencies and stability"),
        ["3"] = new("部门信息资源", "Resources of departments"),
        ["307"] = new("省级及以下部门", "Provincial and lower departments"),
        ["308"] = new("计划单列市及以下部门", "Departments of specifically designated cities"),
    };

    /// <summary>Words of class and item: the longest beginning that has a name, or null.</summary>
    public static LocalText? TitleOf(string classification) =>
        classification.Length >= 3 && Named.TryGetValue(classification[..3], out var item) ? item
        : classification.Length >= 1 && Named.TryGetValue(classification[..1], out var whole) ? whole
        : null;
}
