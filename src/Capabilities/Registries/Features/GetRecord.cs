using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Consents;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Erasure;
using Lingnan.Registries.Merging;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Features;

/// <summary>One row, or its versions.</summary>
internal sealed class GetRecord(
    RegisterTables tables, IDatabase database, RecordViews views, ReadLog log, TimeProvider time)
{
    /// <summary>The row as it was known then to stand on that day.</summary>
    public async Task<Result<Record>> AsOfAsync(
        RegistryDeclaration register, string id, AsOf asOf, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        if (asOf.IsNow) return await RunAsync(register, id, unmask, caller, purpose, cancellationToken);
        var scope = ReadScope.Of(register, caller, unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        var table = tables.Of(register);
        var known = asOf.KnownAt ?? time.GetUtcNow();
        var asked = new RowThen(id, known, asOf.ValidOn ?? CityTime.DayOf(known));
        var found = await views.FindThenAsync(table, asked, scope.Value, cancellationToken);
        if (found.Count == 0) return RegistriesErrors.RowNotFound();
        // As with history: what was takes the right to read the row as it stands.
        if (IsHidden(scope.Value, table, found[0].Row, found[0].View)) return Hidden(scope.Value);
        if (EraseRows.IsErased(found[0].Row)) return ErasureErrors.RowErased();
        var then = found.Where(f => BitemporalSql.IsThen(f.Row, asked)).ToList();
        if (then.Count == 0) return RegistriesErrors.NotThen();
        if (then[0].Row.ClosedAt is not null) return RegistriesErrors.RowClosed();
        var view = then[0].View;
        if (view is null) return Hidden(scope.Value);
        if (view.LacksConsent) return await RefuseAsync(scope.Value, view, purpose, cancellationToken);
        await log.AppendAsync(scope.Value, [view], purpose, ReadLog.ReadAction, cancellationToken);
        return view.Record;
    }

    public async Task<Result<Record>> RunAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        CancellationToken cancellationToken)
    {
        var scope = ReadScope.Of(register, caller, unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        var table = tables.Of(register);
        if (await views.FindAsync(table, id, scope.Value, cancellationToken) is not var (row, view))
            return RegistriesErrors.RowNotFound();
        // A stranger learns the same from a row that is closed and from one that never was.
        if (view is null) return Hidden(scope.Value);
        if (EraseRows.IsErased(row)) return ErasureErrors.RowErased();
        if (row.ClosedAt is not null) return await ClosedAsync(register, id, cancellationToken);
        if (view.LacksConsent) return await RefuseAsync(scope.Value, view, purpose, cancellationToken);
        await log.AppendAsync(scope.Value, [view], purpose, ReadLog.ReadAction, cancellationToken);
        return view.Record;
    }

    public async Task<Result<IReadOnlyList<RecordVersion>>> HistoryAsync(
        RegistryDeclaration register, string id, bool unmask, Caller caller, AccessPurpose? purpose,
        VersionRange range, CancellationToken cancellationToken)
    {
        var scope = ReadScope.Of(register, caller, unmask, purpose);
        if (!scope.IsOk) return scope.Error;
        if (range.Limit is < 1 or > RegistriesLimits.PageRowsMax + 1) return RegistriesErrors.LimitOutOfRange();
        var table = tables.Of(register);
        IReadOnlyList<(StoredRow Row, RecordView? View)> found;
        IReadOnlyList<StoredRow> older = [];
        await using (var session = await database.PeekAsync(cancellationToken))
        {
            found = await views.SelectAsync(
                session, table, table.Versions,
                BitemporalSql.History(table, views.WithKeys(table, table.Versions), id, range),
                scope.Value, cancellationToken, past: true);
            // What the last ones on the page took the place of stands on a page after it.
            if (found.Count > range.Limit)
                older = await RowCommands.SelectAsync(
                    session, table,
                    BitemporalSql.Replaced(table, id, found[^1].Row.Version, found.Select(f => f.Row.RecordedAt)),
                    cancellationToken);
        }
        if (found.Count == 0) return RegistriesErrors.RowNotFound();
        var rows = found.Select(f => f.Row).ToList();
        var shown = found.Select(f => f.View).ToList();
        // Open registers show what is, not what was: history takes the right to read the row as it stands.
        if (IsHidden(scope.Value, table, rows[0], shown[0])) return Hidden(scope.Value);
        if (shown[0] is { LacksConsent: true } asked)
            return await RefuseAsync(scope.Value, asked, purpose, cancellationToken);
        await log.AppendAsync(
            scope.Value, shown.Where(v => v?.Whole.Count > 0).Take(1), purpose, ReadLog.HistoryAction,
            cancellationToken);
        var versions = new List<RecordVersion>();
        List<StoredRow> known = [.. rows, .. older];
        for (var i = 0; i < rows.Count && versions.Count < range.Limit; i++)
            if (shown[i] is { } view && (range.Before is not { } before || rows[i].Version < before))
                versions.Add(new(
                    view.Record, rows[i].Action, rows[i].Reason, Changed(table, rows[i], Before(known, i)))
                {
                    SupersededAt = rows[i].SupersededAt is { } at ? Instant.FromMicros(at) : null,
                });
        return versions;
    }

    private async Task<Error> ClosedAsync(
        RegistryDeclaration register, string id, CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        return await MergeLog.SurvivorOfAsync(session, register.Name, id) is { } into
            ? MergingErrors.MergedInto(into)
            : RegistriesErrors.RowClosed();
    }

    private async Task<Error> RefuseAsync(
        ReadScope scope, RecordView view, AccessPurpose? purpose, CancellationToken cancellationToken)
    {
        await log.AppendRefusedAsync(scope, view, purpose, cancellationToken);
        return ConsentErrors.Missing();
    }

    // The version that this one took the place of: believed until it was recorded, for some of the same days.
    private static StoredRow? Before(IReadOnlyList<StoredRow> rows, int position)
    {
        var period = TimedRows.Period(rows[position]);
        return rows.Skip(position + 1).FirstOrDefault(r =>
            r.SupersededAt == rows[position].RecordedAt && TimedRows.Period(r).And(period).HasDays);
    }

    private static bool IsHidden(ReadScope scope, PhysicalTable table, StoredRow row, RecordView? view) =>
        view is null || scope.Decide(Cells.Region(table, row.Cells), view.Subject) < RowAccess.Masked;

    private static IReadOnlyList<string> Changed(PhysicalTable table, StoredRow row, StoredRow? before) =>
    [
        .. table.Fields.Where((_, i) => Cells.Mark(row.Cells[i]) != Cells.Mark(before?.Cells[i]))
        .Select(f => f.Field.Name),
    ];

    private static Error Hidden(ReadScope scope) =>
        scope.ReadReach.Count > 0 ? RegistriesErrors.OutOfReach() : RegistriesErrors.ReadForbidden();
}
