using YamlDotNet.RepresentationModel;

namespace Lingnan.PackKit.Loading;

/// <summary>What is declared and what is referred to in all packs.</summary>
internal sealed class NameTable
{
    private sealed record Place(string Pack, string File, YamlNode Node);
    private sealed record Reference(string Kind, string Name, Place From);

    private readonly Dictionary<(string Kind, string Name), Place> _defined = [];
    private readonly List<Reference> _references = [];
    private readonly List<(string Kind, string Name, Place Place)> _doubles = [];

    public void Define(string kind, string name, string pack, string file, YamlNode at)
    {
        var place = new Place(pack, file, at);
        if (!_defined.TryAdd((kind, name), place)) _doubles.Add((kind, name, place));
    }

    public void Refer(string kind, string name, string pack, string file, YamlNode at) =>
        _references.Add(new Reference(kind, name, new Place(pack, file, at)));

    public void Resolve(IReadOnlyDictionary<string, IReadOnlyList<string>> usesByPack, FaultList faults)
    {
        foreach (var (kind, name, place) in _doubles)
        {
            var first = _defined[(kind, name)];
            faults.Add(place.File, place.Node, "pack.duplicate-name", $"The {kind} '{name}' is declared twice.",
                $"Choose another name; the first is in {first.File}, line {first.Node.Start.Line}.");
        }
        foreach (var reference in _references) Resolve(reference, usesByPack, faults);
    }

    private void Resolve(Reference reference, IReadOnlyDictionary<string, IReadOnlyList<string>> uses, FaultList faults)
    {
        var (kind, name, from) = reference;
        if (!_defined.ContainsKey((kind, name)))
        {
            var near = Nearest.Of(name, _defined.Keys.Where(k => k.Kind == kind).Select(k => k.Name));
            faults.Add(from.File, from.Node, "pack.unknown-reference", $"There is no {kind} '{name}'.",
                near is null ? $"Declare it, or name one that is declared as pack:name." : $"Did you mean '{near}'?");
            return;
        }
        var pack = name[..name.IndexOf(':')];
        if (pack != from.Pack && !uses.GetValueOrDefault(from.Pack, []).Contains(pack))
            faults.Add(from.File, from.Node, "pack.use-not-declared",
                $"The {kind} '{name}' belongs to the pack '{pack}', which this pack does not say it uses.",
                $"Add '{pack}' to uses in {from.Pack}/pack.yaml.");
    }
}
