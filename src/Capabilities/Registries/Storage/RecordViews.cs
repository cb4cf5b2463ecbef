using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Consents;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>A row as a reader sees it.</summary>
/// <param name="Record">What they see.</param>
/// <param name="Subject">The person it is about, or null.</param>
/// <param name="Whole">Personal fields that they see whole: these make the read one for the log.</param>
internal sealed record RecordView(Record Record, string? Subject, IReadOnlyList<string> Whole)
{
    /// <summary>True when the reader might see it whole, had the person consented.</summary>
    public bool LacksConsent { get; init; }
}

/// <summary>Shows rows: public fields, masked, or whole, as the scope decides for each.</summary>
internal sealed class RecordViews(RowSeals seals, ConsentGate consents, ISealing sealing)
{
    /// <summary>The views; null where the reader may not see the row at all. Where only some
    /// <paramref name="fields"/> are wanted, the others are neither opened nor counted as read.</summary>
    public async Task<IReadOnlyList<RecordView?>> ShowAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, ReadScope scope,
        CancellationToken cancellationToken, IReadOnlySet<string>? fields = null, bool past = false)
    {
        var permitted = rows.Select(
            r => scope.Decide(Cells.Region(table, r.Cells), Cells.Subject(table, r.Id, r.Cells))).ToList();
        var access = await consents.LimitAsync(session, table, rows, permitted, scope, cancellationToken);
        var shown = rows.Where((_, i) => access[i] >= RowAccess.Masked).ToList();
        var wanted = fields is null ? shown : [.. shown.Select(r => Only(table, r, fields))];
        var opened = (await seals.OpenAsync(session, table, wanted, cancellationToken, asFarAsCan: true))
            .Zip(shown).ToDictionary(p => p.Second, p => p.First);
        IReadOnlyList<RecordView?> views = [.. rows.Select((r, i) => access[i] == RowAccess.None
            ? null
            : Show(table, r, access[i], opened.GetValueOrDefault(r), fields, past) with
            {
                LacksConsent = access[i] != permitted[i],
            })];
        return await UnreadableFields.ExplainAsync(sealing, session, table, rows, views, cancellationToken);
    }

    private static StoredRow Only(PhysicalTable table, StoredRow row, IReadOnlySet<string> fields) => row with
    {
        Cells = [.. row.Cells.Select((cell, i) => fields.Contains(table.Fields[i].Field.Name) ? cell : null)],
    };

    /// <summary>The row of this id, open or closed, and what the reader sees of it; null where there is no such
    /// row.</summary>
    public async Task<(StoredRow Row, RecordView? View)?> FindAsync(
        DbSession session, PhysicalTable table, string id, ReadScope scope, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var found = await SelectAsync(
            session, table, sql, (table.Name, $"WHERE id = {sql.Parameter(id)}"), scope, cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <summary>Rows by a statement as for <see cref="RowSeals.SelectAsync"/>, and what the reader sees of each: null
    /// where nothing.</summary>
    public async Task<IReadOnlyList<(StoredRow Row, RecordView? View)>> SelectAsync(
        DbSession session, PhysicalTable table, SqlText sql, (string From, string After) where, ReadScope scope,
        CancellationToken cancellationToken, bool past = false)
    {
        var found = (await seals.SelectAsync(session, table, sql, where, cancellationToken)).ToList();
        var permitted = found.Select(
            f => scope.Decide(Cells.Region(table, f.Row.Cells), Cells.Subject(table, f.Row.Id, f.Row.Cells))).ToList();
        var access = await consents.LimitAsync(
            session, table, [.. found.Select(f => f.Row)], permitted, scope, cancellationToken);
        IReadOnlyList<RecordView?> views = [.. found.Select((f, i) => access[i] == RowAccess.None
            ? null
            : Show(table, f.Row, access[i], f.Opened, null, past) with { LacksConsent = access[i] != permitted[i] })];
        views = await UnreadableFields.ExplainAsync(
            sealing, session, table, [.. found.Select(f => f.Row)], views, cancellationToken);
        return [.. found.Select((f, i) => (f.Row, views[i]))];
    }

    private static RecordView Show(
        PhysicalTable table, StoredRow row, RowAccess access, IReadOnlyDictionary<int, string>? opened,
        IReadOnlySet<string>? fields, bool past = false)
    {
        var values = new Dictionary<string, object?>(table.Fields.Count, StringComparer.Ordinal);
        var masked = new HashSet<string>(StringComparer.Ordinal);
        var whole = new List<string>();
        Dictionary<string, string>? unreadable = null;
        for (var i = 0; i < row.Cells.Length; i++)
        {
            var field = table.Fields[i].Field;
            if (access == RowAccess.Open && field.Privacy != Privacy.Public) continue;
            if (fields?.Contains(field.Name) == false) continue;
            if (i >= table.Live.Count && !(past && table.Evolution.IsShownThen(i, row))) continue;
            var value = row.Cells[i] is SealedCell ? Open(field, opened, i) : Cells.Value(field, row.Cells[i]);
            if (value is null && row.Cells[i] is not null && EraseRows.IsErased(row)) masked.Add(field.Name);
            else if (value is null && row.Cells[i] is SealedCell)
                (unreadable ??= new(StringComparer.Ordinal))[field.Name] = UnreadableCauses.Altered;
            if (value is not null && Masking.IsPersonal(field))
            {
                if (access == RowAccess.Whole) whole.Add(field.Name);
                else
                {
                    value = Masking.Mask(field, value);
                    masked.Add(field.Name);
                }
            }
            values[field.Name] = value;
        }
        var by = access == RowAccess.Open ? "" : row.RecordedBy;
        var record = new Record(row.Id, row.Version, Instant.FromMicros(row.RecordedAt), by, values, masked)
        {
            ValidFrom = TimedRows.Period(row).From,
            ValidTo = TimedRows.Period(row).To,
            Unreadable = unreadable,
            IsErased = EraseRows.IsErased(row),
        };
        return new RecordView(record, Cells.Subject(table, row.Id, row.Cells), whole);
    }

    private static object? Open(FieldDeclaration field, IReadOnlyDictionary<int, string>? opened, int position) =>
        opened?.TryGetValue(position, out var text) == true ? Canonical.Value(field, text) : null;
}
