using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>Reads <c>scenario.yaml</c>.</summary>
internal static class ScenarioReader
{
    private static readonly JsonSerializerOptions Plain =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Scenario Read(PackFileReader reader, YamlMappingNode root, string packFolder)
    {
        var steps = new List<ScenarioStep>();
        foreach (var map in PackFileReader.Maps(root, "steps")) steps.Add(Step(reader, map, packFolder));
        return new Scenario(steps);
    }

    private static ScenarioStep Step(PackFileReader reader, YamlMappingNode map, string packFolder)
    {
        var args = PackFileReader.Node(map, "args") as YamlMappingNode;
        if (args is not null) CheckArgs(reader, args, packFolder);
        var json = args is null ? null : (JsonObject)ToJson(args)!;
        if (json is not null && json["register"]?.GetValue<string>() is { } name
            && !name.Contains(':', StringComparison.Ordinal))
            json["register"] = $"{reader.Pack}:{name}";
        return new ScenarioStep(
            PackFileReader.WordsOrNone(map, "title"), PackFileReader.Text(map, "waiting"),
                PackFileReader.Text(map, "verb"),
            json?.ToJsonString(Plain),
                PackFileReader.Node(map, "expect") is { } expect ? ToJson(expect)?.ToJsonString(Plain) : null,
            (int)map.Start.Line);
    }

    private static void CheckArgs(PackFileReader reader, YamlMappingNode args, string packFolder)
    {
        if (PackFileReader.Text(args, "register") is { } register)
            reader.Refer("register", register, PackFileReader.Node(args, "register")!);
        if (PackFileReader.Text(args, "file") is not { } file || file.Contains('/', StringComparison.Ordinal)) return;
        if (!File.Exists(Path.Combine(packFolder, "seed", file)))
            reader.Fault(PackFileReader.Node(args, "file")!, "pack.missing-file",
                $"There is no file {FaultList.Quote(file)} in seed/.",
                "Add it, or name one that is there.");
    }

    private static JsonNode? ToJson(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children
            .Where(c => c.Key is YamlScalarNode)
            .Select(c => KeyValuePair.Create(((YamlScalarNode)c.Key).Value ?? "", ToJson(c.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(ToJson)]),
        YamlScalarNode scalar => Scalar(scalar),
        _ => null,
    };

    private static JsonNode? Scalar(YamlScalarNode scalar) => YamlScalars.JsonType(scalar) switch
    {
        "null" => null,
        "boolean" => JsonValue.Create(bool.Parse(scalar.Value!)),
        "integer" when long.TryParse(scalar.Value, out var number) => JsonValue.Create(number),
        _ => JsonValue.Create(scalar.Value),
    };
}
