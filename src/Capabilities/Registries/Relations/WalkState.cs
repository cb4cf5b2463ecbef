using Lingnan.Registries.Contracts;
using Lingnan.Registries.Relations.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>A row on the way, with its register.</summary>
internal sealed record Place(PhysicalTable Table, StoredRow Row)
{
    public string Name => $"{Table.Register.Name}/{Row.Id}";
}

/// <summary>What a walk has found so far.</summary>
internal sealed class WalkState
{
    private readonly Dictionary<string, WalkNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Relation, string Held), Followed> _edges = [];
    private readonly HashSet<(string Relation, string Held)> _hidden = [];

    public SortedSet<string> Limits { get; } = new(StringComparer.Ordinal);

    public void Start(Place place, string? title) =>
        _nodes[place.Name] = new(place.Table.Register.Name, place.Row.Id, title, 0, false);

    /// <summary>Takes up a relation; the place it leads to, or null when it leads nowhere that is shown.</summary>
    public Place? Follow(Hop hop, FoundRelation found, int depth)
    {
        // Met from either end a relation is one.
        var key = (hop.Relation.Name, found.Held.Id);
        if (found.IsHidden)
        {
            _hidden.Add(key);
            return null;
        }
        var place = new Place(hop.To, found.Far!);
        if (!_nodes.ContainsKey(place.Name))
        {
            if (_nodes.Count >= RelationLimits.NodesMax)
            {
                Limits.Add("nodes");
                return null;
            }
            _nodes[place.Name] = new(
                hop.To.Register.Name, found.Far!.Id, RelationTexts.Title(hop.To, found.FarView!), depth, false);
        }
        var from = new Place(hop.From, found.Near).Name;
        _edges.TryAdd(key, new(hop, from, place.Name, RelationTexts.Share(hop, found.HeldView!)));
        return place;
    }

    public void End(Place place) => _nodes[place.Name] = _nodes[place.Name] with { IsEnd = true };

    public WalkAnswer Answer(StartRow start)
    {
        var circles = _edges.Values.GroupBy(e => e.Hop.Relation.Name)
            .ToDictionary(g => g.Key, g => new Circles([.. g.Select(e => e.Forward)]), StringComparer.Ordinal);
        var edges = _edges.Values.Select(e => new WalkEdge(
            e.Hop.Code, e.From, e.To, e.Share,
            circles[e.Hop.Relation.Name].Holds(e.Forward.From, e.Forward.To)));
        return new(start.Row.Id, start.MergedFrom, [.. _nodes.Values], [.. edges], _hidden.Count, [.. Limits]);
    }

    private sealed record Followed(Hop Hop, string From, string To, decimal? Share)
    {
        public (string From, string To) Forward => Hop.IsInverse ? (To, From) : (From, To);
    }
}
