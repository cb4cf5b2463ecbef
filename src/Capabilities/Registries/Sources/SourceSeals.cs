using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>Seals what sources say under the key of the person a row is about, like the row's own sealed values: when
/// that key is destroyed, what sources said is gone with it.</summary>
internal sealed class SourceSeals(ISealing sealing)
{
    private const string Name = "registries.source.said";

    /// <summary>What the links say; null where the key was destroyed.</summary>
    public async Task<IReadOnlyDictionary<string, SourceWord?>> OpenAsync(
        DbSession session, IReadOnlyCollection<KeptLink> links, CancellationToken cancellationToken)
    {
        var keys = await KeysAsync(session, links.Select(l => l.SealedFor), cancellationToken);
        return links.DistinctBy(l => l.LinkId).ToDictionary(
            l => l.LinkId,
            l => keys.TryGetValue(l.SealedFor, out var key) ? SourceWord.Of(key.Open(Name, l.Said)) : null,
            StringComparer.Ordinal);
    }

    /// <summary>A text about a row; null where the key was destroyed.</summary>
    public async Task<string?> OpenAsync(
        DbSession session, byte[]? text, string owner, CancellationToken cancellationToken) =>
        text is not null && (await KeysAsync(session, [owner], cancellationToken)).TryGetValue(owner, out var key)
            ? key.Open(Name, text)
            : null;

    /// <summary>Sealed texts, each for its owner, in their order.</summary>
    public async Task<IReadOnlyList<byte[]>> SealAsync(
        DbSession session, IReadOnlyList<(string Owner, string Text)> texts, CancellationToken cancellationToken)
    {
        var owners = texts.Select(t => t.Owner).Distinct(StringComparer.Ordinal).ToList();
        var keys = (await sealing.KeysForWriteAsync(session, owners, cancellationToken)).ToDictionary(
            k => k.SubjectId, StringComparer.Ordinal);
        return [.. texts.Select(t => keys[t.Owner].Seal(Name, t.Text))];
    }

    /// <summary>By what a link is found again: the source's own key, else the key that its row would have.</summary>
    public string? KeyIndex(PhysicalTable table, ValidRow row)
    {
        var purpose = $"{table.Register.Name} source {row.Source!.Code}";
        if (row.Source.Key is { } own) return sealing.BlindIndex(purpose, "own\u001f" + own);
        var parts = table.Register.Key.Select(k => row.Values.GetValueOrDefault(k) is not { } value
            ? null
            : table.Field(k).Field.Type == FieldType.Reference
                ? Canonical.Text(value)
                : Cells.Mark(Cells.Of(table, table.Field(k), value, sealing))).ToList();
        return parts.Contains(null) ? null : sealing.BlindIndex(purpose, "key\u001f" + string.Join('\u001f', parts));
    }

    private async Task<Dictionary<string, SubjectKey>> KeysAsync(
        DbSession session, IEnumerable<string> owners, CancellationToken cancellationToken)
    {
        var distinct = owners.Distinct(StringComparer.Ordinal).ToList();
        return distinct.Count == 0 ? [] : (await sealing.KeysThatOpenAsync(session, distinct, cancellationToken))
            .OfType<SubjectKey>().ToDictionary(k => k.SubjectId, StringComparer.Ordinal);
    }
}
