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

    private readonly ConcurrentDictionary<PhysicalTable, Trips<Wanted, FoundRow?>> _trips = new();

    /// <summary>The row of this id, or null where there is none.</summary>
    public Task<FoundRow?> FindAsync(
        PhysicalTable table, string id, ReadScope scope, CancellationToken cancellationToken) =>
        _trips.GetOrAdd(
            table, static (t, rows) => new(wanted => rows.SelectAsync(t, wanted), TripsAtOnce, RowsOfTrip), this)
            .AskAsync(new Wanted(id, scope), cancellationToken);

    private async Task<IReadOnlyList<FoundRow?>> SelectAsync(PhysicalTable table, IReadOnlyList<Wanted> wanted)
    {
        await using var session = await database.PeekAsync();
        var sql = new SqlText();
        var (columns, join) = seals.WithKeys(table, table.Shown);
        sql.Append($"SELECT {columns} FROM {table.Name} {join} WHERE ");
        if (wanted.Count == 1) sql.Append($"id = {sql.Parameter(wanted[0].Id)}");
        else sql.AppendIn("id", wanted.Select(w => w.Id).Distinct(StringComparer.Ordinal));
        var readers = wanted.ToLookup(w => w.Id, StringComparer.Ordinal);
        var found = await seals.SelectAsync(
            session, table, table.Shown, sql, row => readers[row.Id].Any(w => w.Sees(table, row) >= RowAccess.Masked),
            null, CancellationToken.None);
        var rows = found.ToDictionary(f => f.Row.Id, StringComparer.Ordinal);
        return [.. wanted.Select(w => rows.TryGetValue(w.Id, out var f) ? w.Given(table, f.Row, f.Opened) : null)];
    }

    private sealed record Wanted(string Id, ReadScope Scope)
    {
        public RowAccess Sees(PhysicalTable table, StoredRow row) =>
            Scope.Decide(Cells.Region(table, row.Cells), Cells.Subject(table, row.Id, row.Cells));

        // What was opened for another reader of the same row is not handed on.
        public FoundRow Given(PhysicalTable table, StoredRow row, string?[]? opened) =>
            Sees(table, row) is var sees && sees >= RowAccess.Masked ? new(row, opened, sees) : new(row, null, sees);
    }
}
