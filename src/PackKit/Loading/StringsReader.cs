using Lingnan.Kernel;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>Reads <c>strings/zh-CN.yaml</c> and <c>strings/en.yaml</c>, which must hold the same keys.</summary>
internal static class StringsReader
{
    /// <summary>The files a strings folder has.</summary>
    public static IReadOnlyList<string> FileNames { get; } = ["zh-CN.yaml", "en.yaml"];

    public static IReadOnlyDictionary<string, LocalText> Join(
        (string File, YamlMappingNode? Root) zh, (string File, YamlMappingNode? Root) en, FaultList faults)
    {
        var (inZh, inEn) = (Texts(zh.Root), Texts(en.Root));
        foreach (var key in inZh.Keys.Except(inEn.Keys)) AddMissing(en.File, key, zh.File, faults);
        foreach (var key in inEn.Keys.Except(inZh.Keys)) AddMissing(zh.File, key, en.File, faults);
        return inZh.Where(z => inEn.ContainsKey(z.Key))
            .ToDictionary(z => z.Key, z => new LocalText(z.Value, inEn[z.Key]), StringComparer.Ordinal);
    }

    private static Dictionary<string, string> Texts(YamlMappingNode? root) => root is null ? [] : root.Children
        .Where(c => c is { Key: YamlScalarNode { Value: not null }, Value: YamlScalarNode { Value: not null } })
        .ToDictionary(c => ((YamlScalarNode)c.Key).Value!, c => ((YamlScalarNode)c.Value).Value!,
            StringComparer.Ordinal);

    private static void AddMissing(string file, string key, string other, FaultList faults) =>
        faults.Add(file, 0, 0, "pack.missing-string", $"The words '{key}' of {other} are missing here.",
            $"Add '{key}:' with its words.");
}
