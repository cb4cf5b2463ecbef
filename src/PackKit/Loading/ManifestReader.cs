using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>Reads <c>pack.yaml</c>.</summary>
internal static class ManifestReader
{
    public static Pack Read(PackFileReader reader, YamlMappingNode root, string folder)
    {
        var written = PackFileReader.Text(root, "id");
        if (written is not null && written != reader.Pack)
            reader.Fault(PackFileReader.Node(root, "id")!, "pack.id-not-folder",
                $"The id is '{written}', but the folder is '{reader.Pack}'.", "Make them equal.");
        return new Pack
        {
            Id = reader.Pack,
            Title = PackFileReader.WordsOrNone(root, "title"),
            Summary = PackFileReader.WordsOrNone(root, "summary"),
            Owner = PackFileReader.WordsOrNone(root, "owner"),
            Uses = PackFileReader.Texts(root, "uses"),
            Carries = [.. PackFileReader.Texts(root, "carries").Select(Number).Where(n => n > 0)],
            Answers = [.. PackFileReader.Maps(root, "answers").Select(Answer)],
            Folder = folder,
        };
    }

    /// <summary>Uses of packs that are not there, of the pack itself, and round in a circle; rows carried
    /// twice.</summary>
    public static void Link(IReadOnlyList<(Pack Pack, string File, YamlMappingNode Root)> manifests, FaultList faults)
    {
        var uses = manifests.ToDictionary(m => m.Pack.Id, m => m.Pack.Uses);
        var carriers = new Dictionary<int, string>();
        foreach (var (pack, file, root) in manifests)
        {
            foreach (var node in PackFileReader.Nodes(root, "uses").OfType<YamlScalarNode>())
                CheckUse(pack, file, node, uses, faults);
            foreach (var node in PackFileReader.Nodes(root, "carries").OfType<YamlScalarNode>())
                if (!carriers.TryAdd(Number(node.Value ?? ""), pack.Id)
                    && carriers[Number(node.Value ?? "")] != pack.Id)
                    faults.Add(file, node, "pack.carried-twice",
                        $"Row {node.Value} is already carried by the pack '{carriers[Number(node.Value ?? "")]}'.",
                        "A row has one carrier; remove it from one of the two.");
        }
    }

    private static void CheckUse(
        Pack pack, string file, YamlScalarNode node, Dictionary<string, IReadOnlyList<string>> uses, FaultList faults)
    {
        var used = node.Value ?? "";
        if (!uses.ContainsKey(used))
        {
            var near = Nearest.Of(used, uses.Keys);
            faults.Add(file, node, "pack.unknown-pack", $"There is no pack {FaultList.Quote(used)}.",
                near is null ? "Add that pack, or remove it from uses." : $"Did you mean '{near}'?");
        }
        else if (Way(used, pack.Id, uses) is { } way)
            faults.Add(file, node, "pack.cyclic-uses",
                $"Packs use each other in a circle: {pack.Id} → {string.Join(" → ", way)}.",
                "Remove one of these uses.");
    }

    private static List<string>? Way(string from, string to, Dictionary<string, IReadOnlyList<string>> uses)
    {
        var came = new Dictionary<string, string?>(StringComparer.Ordinal) { [from] = null };
        var next = new Queue<string>([from]);
        while (next.TryDequeue(out var at))
        {
            if (at == to)
            {
                var way = new List<string>();
                for (string? step = at; step is not null; step = came[step]) way.Insert(0, step);
                return way;
            }
            foreach (var used in uses.GetValueOrDefault(at, [])) if (came.TryAdd(used, at)) next.Enqueue(used);
        }
        return null;
    }

    private static PlanSentence Answer(YamlMappingNode map) =>
        new(PackFileReader.Text(map, "seed") ?? "", PackFileReader.Text(map, "quote") ?? "");

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
