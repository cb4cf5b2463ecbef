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
internal sealed class RecordViews(
    RowSeals seals, FoundRows found, ConsentGate consents, ISealing sealing, IDatabase database)
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
        var shown = Enumerable.Range(0, rows.Count).Where(i => access[i] >= RowAccess.Masked).ToList();
        var opened = new string?[]?[rows.Count];
        var texts = await seals.OpenAsync(
            session, table, [.. shown.Select(i => fields is null ? rows[i] : Only(table, rows[i], fields))],
            cancellationToken, asFarAsCan: true);
        for (var i = 0; i < shown.Count; i++) opened[shown[i]] = texts[i];
        var views = Show(table, [.. rows.Zip(opened)], permitted, access, fields, past);
        return await UnreadableFields.ExplainAsync(sealing, session, table, rows, views, cancellationToken);
    }

    private static StoredRow Only(PhysicalTable table, StoredRow row, IReadOnlySet<string> fields) => row with
    {
        Cells = [.. row.Cells.Select((cell, i) => fields.Contains(table.Fields[i].Field.Name) ? cell : null)],
    };

    /// <summary>The row of this id, open or closed, and what the reader sees of it; null where there is no such
    /// row.</summary>
    public async Task<(StoredRow Row, RecordView? View)?> FindAsync(
        PhysicalTable table, string id, ReadScope scope, CancellationToken cancellationToken)
    {
        if (await found.FindAsync(table, id, scope, cancellationToken) is not { } one) return null;
        return (await ShowFoundAsync(table, [one], scope, past: false, cancellationToken))[0];
    }

    /// <summary>The versions of <see cref="BitemporalSql.Versions"/> of one row, and what the reader sees of
    /// each.</summary>
    public async Task<IReadOnlyList<(StoredRow Row, RecordView? View)>> FindThenAsync(
        PhysicalTable table, RowThen asked, ReadScope scope, CancellationToken cancellationToken) =>
        await ShowFoundAsync(
            table, await found.FindThenAsync(table, asked, scope, cancellationToken), scope, past: true,
            cancellationToken);

    private async Task<IReadOnlyList<(StoredRow Row, RecordView? View)>> ShowFoundAsync(
        PhysicalTable table, IReadOnlyList<FoundRow> rows, ReadScope scope, bool past,
        CancellationToken cancellationToken)
    {
        List<RowAccess> permitted = [.. rows.Select(r => r.Permitted)];
        List<(StoredRow Row, string?[]? Opened)> opened = [.. rows.Select(r => (r.Row, r.Opened))];
        // Next to no register asks for consent, and next to no row is unreadable: only these need the database again.
        var views = Show(table, opened, permitted, permitted, null, past);
        List<StoredRow> stored = [.. rows.Select(r => r.Row)];
        if (table.Register.Consent is not null || views.Any(v => v?.Record.Unreadable is not null))
        {
            await using var session = await database.PeekAsync(cancellationToken);
            var access = await consents.LimitAsync(session, table, stored, permitted, scope, cancellationToken);
            views = await UnreadableFields.ExplainAsync(
                sealing, session, table, stored, Show(table, opened, permitted, access, null, past),
                cancellationToken);
        }
        return [.. stored.Zip(views)];
    }

    /// <summary>The columns and the join of statements for <see cref="SelectAsync"/>.</summary>
    public (string Columns, string Join) WithKeys(PhysicalTable table, RowRead read) => seals.WithKeys(table, read);

    /// <summary>Rows by a statement as for <see cref="RowSeals.SelectAsync"/>, and what the reader sees of each: null
    /// where nothing. <paramref name="fields"/> as for <see cref="ShowAsync"/>.</summary>
    public async Task<IReadOnlyList<(StoredRow Row, RecordView? View)>> SelectAsync(
        DbSession session, PhysicalTable table, RowRead read, SqlText sql, ReadScope scope,
        CancellationToken cancellationToken, IReadOnlySet<string>? fields = null, bool past = false)
    {
        var permitted = new List<RowAccess>();
        var found = await seals.SelectAsync(session, table, read, sql, row =>
        {
            permitted.Add(scope.Decide(Cells.Region(table, row.Cells), Cells.Subject(table, row.Id, row.Cells)));
            return permitted[^1] >= RowAccess.Masked;
        }, fields, cancellationToken);
        var rows = found.Select(f => f.Row).ToList();
        var access = await consents.LimitAsync(session, table, rows, permitted, scope, cancellationToken);
        var views = await UnreadableFields.ExplainAsync(
            sealing, session, table, rows, Show(table, found, permitted, access, fields, past), cancellationToken);
        return [.. rows.Zip(views)];
    }

    private static IReadOnlyList<RecordView?> Show(
        PhysicalTable table, IReadOnlyList<(StoredRow Row, string?[]? Opened)> rows,
        IReadOnlyList<RowAccess> permitted, IReadOnlyList<RowAccess> access, IReadOnlySet<string>? fields, bool past)
    {
        var shower = new RowShower(table, fields, past);
        var views = new RecordView?[rows.Count];
        for (var i = 0; i < views.Length; i++)
        {
            if (access[i] == RowAccess.None) continue;
            var view = shower.Show(rows[i].Row, access[i], rows[i].Opened);
            views[i] = access[i] == permitted[i] ? view : view with { LacksConsent = true };
        }
        return views;
    }
}
