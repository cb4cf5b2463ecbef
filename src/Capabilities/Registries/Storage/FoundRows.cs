using System.Collections.Concurrent;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;

namespace Lingnan.Registries.Storage;

/// <summary>A row that a reader asked for by its id, and what the reader is permitted to see of it.</summary>
/// <param name="Row">Row, open or closed.</param>
/// <param name="Opened">Its opened texts by position; null where the reader sees none of them.</param>
/// <param name="Permitted">How much they see, consent apart.</param>
internal sealed record FoundRow(StoredRow Row, string?[]? Opened, RowAccess Permitted);

/// <summary>Finds single rows by id, those of readers who come at the same time in one trip to the
/// database.</summary>
internal sealed class FoundRows(RowSeals seals, IDatabase database)
{
    private const int TripsAtOnce = 2;
    private const int RowsOfTrip = 32;

    private readonly ConcurrentDictionary<PhysicalTable, Trips<Wanted<string>, FoundRow?>> _rows = new();
    private readonly ConcurrentDictionary<PhysicalTable, Trips<Wanted<RowThen>, IReadOnlyList<FoundRow>>> _versions =
        new();

    /// <summary>The row of this id, or null where there is none.</summary>
    public Task<FoundRow?> FindAsync(
        PhysicalTable table, string id, ReadScope scope, CancellationToken cancellationToken) =>
        _rows.GetOrAdd(
            table, static (t, rows) => new(wanted => rows.SelectAsync(t, wanted), TripsAtOnce, RowsOfTrip), this)
            .AskAsync(new(id, scope), cancellationToken);

    /// <summary>The versions of <see cref="BitemporalSql.Versions"/> of one row.</summary>
    public Task<IReadOnlyList<FoundRow>> FindThenAsync(
        PhysicalTable table, RowThen asked, ReadScope scope, CancellationToken cancellationToken) =>
        _versions.GetOrAdd(
            table, static (t, rows) => new(wanted => rows.SelectThenAsync(t, wanted), TripsAtOnce, RowsOfTrip), this)
            .AskAsync(new(asked, scope), cancellationToken);

    private async Task<IReadOnlyList<FoundRow?>> SelectAsync(
        PhysicalTable table, IReadOnlyList<Wanted<string>> wanted)
    {
        var sql = new SqlText();
        var (columns, join) = seals.WithKeys(table, table.Shown);
        sql.Append($"SELECT {columns} FROM {table.Name} {join} WHERE ");
        if (wanted is [var one]) sql.Append($"id = {sql.Parameter(one.What)}");
        else sql.AppendIn("id", wanted.Select(w => w.What).Distinct(StringComparer.Ordinal));
        await using var session = await database.PeekAsync();
        var found = await OpenAsync(session, table, table.Shown, sql, wanted.ToLookup(w => w.What, w => w.Scope));
        return [.. wanted.Select(w => Given(table, found[w.What], w.Scope).FirstOrDefault())];
    }

    private async Task<IReadOnlyList<IReadOnlyList<FoundRow>>> SelectThenAsync(
        PhysicalTable table, IReadOnlyList<Wanted<RowThen>> wanted)
    {
        var readers = wanted.ToLookup(w => w.What.Id, w => w.Scope);
        var answers = new Dictionary<RowThen, IReadOnlyList<(StoredRow, string?[]?)>>();
        await using var session = await database.PeekAsync();
        // Versions are told apart by the row's id, so a statement asks for no row twice.
        for (var left = wanted.Select(w => w.What).Distinct().ToList(); left.Count > 0;)
        {
            var now = left.DistinctBy(a => a.Id).ToList();
            var sql = BitemporalSql.Versions(table, seals.WithKeys(table, table.Versions), now);
            var found = await OpenAsync(session, table, table.Versions, sql, readers);
            foreach (var asked in now) answers[asked] = [.. found[asked.Id]];
            left.RemoveAll(answers.ContainsKey);
        }
        return [.. wanted.Select(w => Given(table, answers[w.What], w.Scope).ToList())];
    }

    private async Task<ILookup<string, (StoredRow Row, string?[]? Opened)>> OpenAsync(
        DbSession session, PhysicalTable table, RowRead read, SqlText sql, ILookup<string, ReadScope> readers) =>
        (await seals.SelectAsync(
            session, table, read, sql, row => readers[row.Id].Any(s => Sees(table, row, s) >= RowAccess.Masked), null,
            CancellationToken.None))
        .ToLookup(f => f.Row.Id, StringComparer.Ordinal);

    // What was opened for another reader of the same row is not handed on.
    private static IEnumerable<FoundRow> Given(
        PhysicalTable table, IEnumerable<(StoredRow Row, string?[]? Opened)> found, ReadScope scope) =>
        found.Select(f => Sees(table, f.Row, scope) is var sees && sees >= RowAccess.Masked
            ? new FoundRow(f.Row, f.Opened, sees)
            : new(f.Row, null, sees));

    private static RowAccess Sees(PhysicalTable table, StoredRow row, ReadScope scope) =>
        scope.Decide(Cells.Region(table, row.Cells), Cells.Subject(table, row.Id, row.Cells));

    private sealed record Wanted<T>(T What, ReadScope Scope);
}
