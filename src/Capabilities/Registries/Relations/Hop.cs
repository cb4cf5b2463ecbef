using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>A relation in one direction.</summary>
internal sealed record Hop(
    RelationDeclaration Relation, bool IsInverse, PhysicalTable From, PhysicalTable To, PhysicalTable Holder)
{
    public string Code => IsInverse ? Relation.InverseCode : Relation.Code;
    public LocalText Title => IsInverse ? Relation.InverseTitle : Relation.Title;

    /// <summary>Field of the holder that names the near row; null when the holding row is the near one.</summary>
    public string? Near => IsInverse ? Relation.To : Relation.From;

    /// <summary>Field of the holder that names the far row; null when the holding row is the far one.</summary>
    public string? Far => IsInverse ? Relation.From : Relation.To;

    public bool IsLink => Relation.From is not null;

    /// <summary>Fields that a reader must see whole to be told of the relation.</summary>
    public IEnumerable<string> Ends => new[] { Relation.From, Relation.To }.OfType<string>();

    public RelationStep Step => new(
        Code, Title, IsInverse, To.Register.Name, IsLink ? Holder.Register.Name : null, Relation.Share is not null);

    public string? NearOf(StoredRow held) => Named(Near, held);

    public string? FarOf(StoredRow held) => Named(Far, held);

    /// <summary>What the holder's field would hold to name this near row.</summary>
    public string NameOf(StoredRow near) => IsInverse && Relation.ByKey ? near.Key : near.Id;

    /// <summary>True when the relation is in force on the day.</summary>
    public bool IsInForce(StoredRow held, string day) =>
        (Day(Relation.Since, held) is not { } since || string.CompareOrdinal(since, day) <= 0)
        && (Day(Relation.Until, held) is not { } until || string.CompareOrdinal(until, day) >= 0)
        && (held.ValidFrom is not { } from || string.CompareOrdinal(from, day) <= 0)
        && (held.ValidTo is not { } to || string.CompareOrdinal(to, day) > 0);

    private string? Named(string? field, StoredRow held) =>
        field is null ? held.Id : held.Cells[Holder.IndexOf(field)] as string;

    private string? Day(string? field, StoredRow held) =>
        field is null ? null : held.Cells[Holder.IndexOf(field)] as string;
}
