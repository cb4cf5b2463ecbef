using System.Globalization;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Features;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>What a change for certain days does to the believed versions of a row.</summary>
/// <param name="Believed">Them, the current row first.</param>
/// <param name="Cuts">What takes the place of those it touches.</param>
internal sealed record TimedChange(IReadOnlyList<StoredRow> Believed, IReadOnlyList<Cut<StoredRow>> Cuts);

/// <summary>Writes that hold for certain days only. The table keeps the version that holds today; those of other days
/// lie believed in the history, beside those no longer believed.</summary>
internal sealed class TimedRows(TimeProvider time)
{
    public static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static ValidPeriod Period(StoredRow row) => new(Day(row.ValidFrom), Day(row.ValidTo));

    /// <summary>Works out what dated drafts change; refuses what cannot be, and sets those that change nothing
    /// unchanged.</summary>
    public async Task PlanAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts.Where(d => d.Row.Effective is not null && d.Outcome != RowOutcome.Refused))
        {
            var period = draft.Row.Effective!.Period;
            if (!period.HasDays) Refuse(draft, RegistriesErrors.NoDays(period.From, period.To));
            if (draft.Outcome != RowOutcome.Changed) continue;
            IReadOnlyList<StoredRow> believed =
                [draft.Existing!, .. await BelievedElsewhereAsync(session, table, draft.Id!, cancellationToken)];
            draft.Timed = new(believed, Cut(table, draft, believed));
            if (draft.Outcome == RowOutcome.Changed && draft.Timed.Cuts.Count == 0)
                draft.Outcome = RowOutcome.Unchanged;
        }
    }

    /// <summary>Puts dated changes into the history and gives each draft the version that stands today. The current
    /// rows were kept already.</summary>
    public async Task WriteAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<Draft> drafts, CancellationToken cancellationToken)
    {
        foreach (var draft in drafts.Where(d => d.Timed is not null))
        {
            var (believed, cuts) = draft.Timed!;
            var touched = cuts.Select(c => c.Origin).ToHashSet();
            var pieces = cuts.Select(c => Piece(table, draft, c)).ToList();
            // The current row is always written anew, so that its version tells every reader that the row has changed.
            if (!touched.Contains(0)) pieces.Add(Again(draft, believed[0]));
            var others = believed.Where((_, i) => i > 0 && !touched.Contains(i)).ToList();
            var standing = Timeline.Standing(
                [.. pieces.Concat(others).Select(Period)], CityTime.Today(time));
            if (standing >= pieces.Count)
            {
                var risen = others[standing - pieces.Count];
                others.Remove(risen);
                standing = pieces.Count;
                pieces.Add(Again(draft, risen));
            }
            (pieces[standing], pieces[^1]) = (pieces[^1], pieces[standing]);
            for (var i = 0; i < pieces.Count; i++)
                pieces[i] = pieces[i] with { Version = believed[0].Version + 1 + i };
            draft.Written = pieces[^1];
            var gone = believed.Skip(1).Except(others).Select(r => r.Version).ToList();
            await SupersedeAsync(session, table, draft.Id!, gone, draft.Written.RecordedAt, cancellationToken);
            await RowCommands.InsertHistoryAsync(session, table, pieces[..^1], cancellationToken);
        }
    }

    private static IReadOnlyList<Cut<StoredRow>> Cut(
        PhysicalTable table, Draft draft, IReadOnlyList<StoredRow> believed)
    {
        var effective = draft.Row.Effective!;
        var beginning = Timeline.Beginning(believed.Select(Period));
        if (beginning is { } first && (effective.Period.From is null || effective.Period.From < first))
            return Refuse(draft, RegistriesErrors.BeforeBeginning(first));
        if (believed.All(r => !Period(r).And(effective.Period).HasDays))
            return Refuse(draft, RegistriesErrors.OutsideRow());
        if (table.Register.SubjectField is { } subject && effective.Fields.Contains(subject)
            && Cells.Mark(draft.Cells[table.IndexOf(subject)])
                != Cells.Mark(draft.Existing!.Cells[table.IndexOf(subject)]))
            return Refuse(draft, RegistriesErrors.SubjectDated());
        return Timeline.Change(
            [.. believed.Select(r => new Stretch<StoredRow>(Period(r), r))], effective.Period,
            row => row with { Cells = Overlay(table, draft, row) },
            (a, b) => a.Cells.Zip(b.Cells).All(p => Cells.Mark(p.First) == Cells.Mark(p.Second)));
    }

    private static object?[] Overlay(PhysicalTable table, Draft draft, StoredRow row) =>
    [
        .. row.Cells.Select((cell, i) =>
            draft.Row.Effective!.Fields.Contains(table.Fields[i].Field.Name) ? draft.Cells[i] : cell),
    ];

    // Cut before sealing, so the sealed cells are laid over again.
    private static StoredRow Piece(PhysicalTable table, Draft draft, Cut<StoredRow> cut)
    {
        var origin = draft.Timed!.Believed[cut.Origin];
        var cells = cut.IsChanged ? Overlay(table, draft, origin) : origin.Cells;
        return Again(draft, origin) with
        {
            Key = Cells.Key(table, cells),
            Action = cut.IsChanged ? RecordActions.Changed : RecordActions.Dated,
            ValidFrom = Day(cut.Period.From),
            ValidTo = Day(cut.Period.To),
            Cells = cells,
        };
    }

    private static StoredRow Again(Draft draft, StoredRow row) => draft.Written! with
    {
        Key = row.Key, Action = RecordActions.Dated, ValidFrom = row.ValidFrom, ValidTo = row.ValidTo,
        Cells = row.Cells,
    };

    /// <summary>The believed versions of a row that hold on other days than the one in the table.</summary>
    public static Task<IReadOnlyList<StoredRow>> BelievedElsewhereAsync(
        DbSession session, PhysicalTable table, string id, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        sql.Append($"SELECT {table.ColumnList} FROM {table.History} WHERE id = {sql.Parameter(id)} ")
            .Append("AND superseded_at IS NULL ORDER BY version");
        return RowCommands.SelectAsync(session, table, sql, cancellationToken);
    }

    private static async Task SupersedeAsync(
        DbSession session, PhysicalTable table, string id, IReadOnlyList<int> versions, long at,
        CancellationToken cancellationToken)
    {
        foreach (var version in versions)
        {
            var sql = new SqlText();
            sql.Append($"UPDATE {table.History} SET superseded_at = {sql.Parameter(at)} ")
                .Append($"WHERE id = {sql.Parameter(id)} AND version = {sql.Parameter(version)}");
            await RowCommands.ExecuteAsync(session, sql, cancellationToken);
        }
    }

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static IReadOnlyList<Cut<StoredRow>> Refuse(Draft draft, Kernel.Error error)
    {
        draft.Refuse(null, error);
        draft.Outcome = RowOutcome.Refused;
        return [];
    }
}
