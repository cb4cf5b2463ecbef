using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>Shows the rows of one answer. What rows have in common is worked out once.</summary>
/// <param name="table">Table.</param>
/// <param name="fields">Names of the fields that are shown; null for all.</param>
/// <param name="past">Whether rows are shown as they were, with fields that have been closed since.</param>
internal sealed class RowShower(PhysicalTable table, IReadOnlySet<string>? fields, bool past)
{
    private readonly MaskedNames _masks = new();
    private readonly ShownFields?[] _shown = fields is null && !past
        ? table.ShownFields
        : new ShownFields?[Enum.GetValues<RowAccess>().Length];

    public RecordView Show(StoredRow row, RowAccess access, string?[]? opened)
    {
        var shown = Fields(row, access);
        var values = new object?[shown.Positions.Count];
        List<string>? whole = null;
        Dictionary<string, string>? unreadable = null;
        var isErased = EraseRows.IsErased(row);
        for (var v = 0; v < values.Length; v++)
        {
            var i = shown.Positions[v];
            var field = table.Fields[i].Field;
            var kept = row.Cells[i];
            if (kept is null) continue;
            var cell = kept is SealedCell ? opened?[i] : kept;
            if (cell is null)
            {
                if (isErased) _masks.Add(field.Name);
                else (unreadable ??= new(StringComparer.Ordinal))[field.Name] = UnreadableCauses.Altered;
                continue;
            }
            if (!Masking.IsPersonal(field)) values[v] = Cells.Value(field, cell);
            else if (access == RowAccess.Whole)
            {
                values[v] = Cells.Value(field, cell);
                (whole ??= []).Add(field.Name);
            }
            else
            {
                values[v] = Masking.MaskCell(field, cell);
                _masks.Add(field.Name);
            }
        }
        var (by, period) = (access == RowAccess.Open ? "" : row.RecordedBy, TimedRows.Period(row));
        var record = new Record(
            row.Id, row.Version, Instant.FromMicros(row.RecordedAt), by, new ShownValues(shown, values), _masks.Take())
        {
            ValidFrom = period.From, ValidTo = period.To, Unreadable = unreadable, IsErased = isErased,
        };
        return new RecordView(record, Cells.Subject(table, row.Id, row.Cells), whole ?? (IReadOnlyList<string>)[]);
    }

    private ShownFields Fields(StoredRow row, RowAccess access)
    {
        // Which closed fields a row had differs from row to row.
        if (past && table.Live.Count < table.Fields.Count)
            return new(table, [.. Positions(access, i => table.Evolution.IsShownThen(i, row))]);
        return _shown[(int)access] ??= new(table, [.. Positions(access, _ => false)]);
    }

    private IEnumerable<int> Positions(RowAccess access, Func<int, bool> isShownThen)
    {
        for (var i = 0; i < table.Fields.Count; i++)
        {
            var field = table.Fields[i].Field;
            if (access == RowAccess.Open && field.Privacy != Privacy.Public) continue;
            if (fields?.Contains(field.Name) == false) continue;
            if (i >= table.Live.Count && !isShownThen(i)) continue;
            yield return i;
        }
    }
}
