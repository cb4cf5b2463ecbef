using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Relations;

/// <summary>What is told of a related row.</summary>
internal static class RelationTexts
{
    public static string? Title(PhysicalTable table, RecordView view) =>
        Canonical.Text(view.Record.Values.GetValueOrDefault(table.Register.TitleField));

    public static decimal? Share(Hop hop, RecordView held) => Value<decimal>(hop.Relation.Share, held);

    public static RelatedRow Row(Hop hop, FoundRelation found) => new(
        hop.To.Register.Name, found.Far!.Id, Title(hop.To, found.FarView!), hop.IsLink ? found.Held.Id : null,
        Share(hop, found.HeldView!), Value<DateOnly>(hop.Relation.Since, found.HeldView!),
        Value<DateOnly>(hop.Relation.Until, found.HeldView!));

    private static T? Value<T>(string? field, RecordView view) where T : struct =>
        field is not null && view.Record.Values.GetValueOrDefault(field) is T value ? value : null;
}
