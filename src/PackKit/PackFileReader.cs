using System.Globalization;
using Lingnan.Kernel;
using Lingnan.PackKit.Loading;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit;

/// <summary>
/// Reads one YAML file of a pack and collects its faults. The file has been checked against the section's JSON Schema
/// before; the readers here are therefore silent about a missing or wrongly shaped value, which is already told.
/// </summary>
public sealed class PackFileReader
{
    private readonly FaultList _faults;
    private readonly NameTable _names;

    internal PackFileReader(string pack, string file, FaultList faults, NameTable names)
    {
        Pack = pack;
        File = file;
        _faults = faults;
        _names = names;
    }

    /// <summary>Id of the pack.</summary>
    public string Pack { get; }

    /// <summary>Path relative to the packs' folder, with forward slashes.</summary>
    public string File { get; }

    /// <summary>File name without folder and extension: the id of what it declares.</summary>
    public string Name => Path.GetFileNameWithoutExtension(File);

    /// <summary>Adds a fault at a node.</summary>
    public void Fault(YamlNode at, string code, string what, string mend) => _faults.Add(File, at, code, what, mend);

    /// <summary>Says that this file declares a thing others refer to; a second one of that name is a fault.</summary>
    /// <param name="kind">Kind of thing, as a reader would say it: <c>register</c>, <c>code list</c>.</param>
    /// <param name="name">Full name, e.g. <c>population:person</c>.</param>
    /// <param name="at">Where.</param>
    public void Define(string kind, string name, YamlNode at) => _names.Define(kind, name, Pack, File, at);

    /// <summary>Says that this file refers to a thing; whether it exists, in this pack or in one it uses, is checked
    /// when all
    /// files are read. A name without a colon means one of this pack.</summary>
    /// <returns>The full name.</returns>
    public string Refer(string kind, string name, YamlNode at)
    {
        var full = name.Contains(':', StringComparison.Ordinal) ? name : $"{Pack}:{name}";
        _names.Refer(kind, full, Pack, File, at);
        return full;
    }

    /// <summary>The node under a key, or null.</summary>
    public static YamlNode? Node(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var node) ? node : null;

    /// <summary>The text under a key, or null.</summary>
    public static string? Text(YamlMappingNode map, string key) =>
        Node(map, key) is YamlScalarNode { Value: { } value } node && !YamlScalars.IsNull(node) ? value : null;

    /// <summary>The words in both languages under a key, or null.</summary>
    public static LocalText? Words(YamlMappingNode map, string key) =>
        Node(map, key) is YamlMappingNode words && Text(words, "zh") is { } zh && Text(words, "en") is { } en
            ? new LocalText(zh, en) : null;

    /// <summary>The words under a key, or empty ones when they are faulty.</summary>
    public static LocalText WordsOrNone(YamlMappingNode map, string key) => Words(map, key) ?? new LocalText("", "");

    /// <summary>Yes or no under a key, or <paramref name="otherwise"/>.</summary>
    public static bool Flag(YamlMappingNode map, string key, bool otherwise = false) =>
        Text(map, key) is { } text ? text == "true" : otherwise;

    /// <summary>The whole number under a key, or <paramref name="otherwise"/>.</summary>
    public static int Whole(YamlMappingNode map, string key, int otherwise = 0) =>
        int.TryParse(Text(map, key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : otherwise;

    /// <summary>The maps in the list under a key.</summary>
    public static IEnumerable<YamlMappingNode> Maps(YamlMappingNode map, string key) =>
        Nodes(map, key).OfType<YamlMappingNode>();

    /// <summary>The texts in the list under a key.</summary>
    public static IReadOnlyList<string> Texts(YamlMappingNode map, string key) =>
        [.. Nodes(map, key).OfType<YamlScalarNode>().Where(n => !YamlScalars.IsNull(n)).Select(n => n.Value ?? "")];

    /// <summary>The nodes in the list under a key.</summary>
    public static IReadOnlyList<YamlNode> Nodes(YamlMappingNode map, string key) =>
        Node(map, key) is YamlSequenceNode list ? [.. list.Children] : [];

    /// <summary>The day (<c>yyyy-MM-dd</c>) under a key, or null; one that no calendar has is a fault.</summary>
    public DateOnly? Day(YamlMappingNode map, string key)
    {
        if (Text(map, key) is not { } text) return null;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None,
            out var day)) return day;
        Fault(Node(map, key)!, "pack.bad-day", $"'{text}' is not a day.",
            "Write it as yyyy-MM-dd, for example 2025-01-31.");
        return null;
    }

    /// <summary>The choice under a key, written in kebab-case, or <paramref name="otherwise"/>.</summary>
    public static T Choice<T>(YamlMappingNode map, string key, T otherwise) where T : struct, Enum =>
        Text(map, key) is { } text
            && Enum.TryParse<T>(text.Replace("-", "", StringComparison.Ordinal), true, out var value)
            ? value : otherwise;
}
