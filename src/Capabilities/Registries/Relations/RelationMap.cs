using Lingnan.PackKit.Registries;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>All declared relations, both ways, by the register they go from.</summary>
internal sealed class RelationMap
{
    private readonly ILookup<string, Hop> _from;
    private readonly ILookup<string, Hop> _acyclic;

    public RelationMap(RegisterTables tables)
    {
        var hops = new List<Hop>();
        foreach (var relation in tables.All.SelectMany(t => t.Register.Relations))
        {
            var (near, holder) = (tables.Find(relation.Register)!, tables.Find(relation.Holder)!);
            var far = tables.Find(relation.TargetIn(holder.Register))!;
            hops.Add(new(relation, false, near, far, holder));
            hops.Add(new(relation, true, far, near, holder));
        }
        _from = hops.ToLookup(h => h.From.Register.Name, StringComparer.Ordinal);
        _acyclic = hops.Where(h => h is { IsInverse: false, Relation.Acyclic: true })
            .ToLookup(h => h.Holder.Register.Name, StringComparer.Ordinal);
    }

    public IEnumerable<Hop> From(RegistryDeclaration register) => _from[register.Name];

    public Hop? Find(RegistryDeclaration register, string code) =>
        _from[register.Name].FirstOrDefault(h => h.Code == code);

    /// <summary>Relations that must not lead back and that rows of this register hold.</summary>
    public IEnumerable<Hop> Acyclic(RegistryDeclaration holder) => _acyclic[holder.Name];
}
