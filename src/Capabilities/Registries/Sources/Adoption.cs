using Lingnan.PackKit.Registries;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Rows that were there before any source spoke are taken as the word of the source that is declared the
/// original one, when another source speaks of them first: so what differs is seen and nothing is overwritten in
/// silence.</summary>
internal sealed class Adoption(RowSeals rowSeals, SourceSeals seals, IdSource ids, MonotonicClock clock)
{
    public async Task AdoptAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, string speaking,
        CancellationToken cancellationToken)
    {
        if (table.Register.Sources!.Original is not { } original || original.Code == speaking) return;
        var linked = (await LinkStore.OfRowsAsync(session, table.Register.Name, [.. rows.Select(r => r.Id)]))
            .Select(l => l.RowId).ToHashSet(StringComparer.Ordinal);
        var alone = rows.Where(r => r.ClosedAt is null && !linked.Contains(r.Id)).DistinctBy(r => r.Id).ToList();
        if (alone.Count == 0) return;
        var opened = await rowSeals.OpenAsync(session, table, alone, cancellationToken);
        var texts = alone.Select((row, i) => RowTexts.Of(table, row, opened[i])).ToList();
        var owners = alone.Select(r => Cells.Subject(table, r.Id, r.Cells) ?? r.Id).ToList();
        var words = await seals.SealAsync(
            session,
            [.. texts.Select((t, i) => (
                owners[i], SourceWord.Nothing.Say(null, t, alone[i].RecordedAt).Word.ToJson()))],
            cancellationToken);
        var now = clock.Now().ToMicros();
        await LinkStore.WriteAsync(
            session,
            [
                .. alone.Select((row, i) => new KeptLink
                {
                    LinkId = ids.Next("sl"), Version = 1, Register = table.Register.Name, Source = original.Code,
                    KeyIndex = Key(table, row, texts[i], original), RowId = row.Id, State = LinkStates.Linked,
                    Said = words[i], SealedFor = owners[i], RecordedAt = Math.Max(now, row.RecordedAt),
                    RecordedBy = row.RecordedBy, RecorderId = row.RecorderId,
                }),
            ],
            cancellationToken);
    }

    private string Key(
        PhysicalTable table, StoredRow row, Dictionary<string, string?> texts, SourceDeclaration original)
    {
        var values = texts.ToDictionary(
            t => t.Key, t => Canonical.Value(table.Register.Field(t.Key), t.Value), StringComparer.Ordinal);
        var named = new ValidRow { Values = values, Source = new(original.Code, null) };
        return seals.KeyIndex(table, named)
            ?? seals.KeyIndex(table, named with { Source = new(original.Code, row.Id) })!;
    }
}
