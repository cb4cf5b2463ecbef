using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Evolution;

/// <summary>The work list of values that a step could not read. They stay in the closed field of the row.</summary>
internal static class Leftovers
{
    /// <summary>Lists what of these rows could not be read and is still without a value; rows that a writer changed
    /// meanwhile too, as their old values are still there.</summary>
    /// <param name="session">Session.</param>
    /// <param name="table">Table.</param>
    /// <param name="rows">Rows, as they are to stand.</param>
    /// <param name="left">What of their sealed values could not be read.</param>
    /// <param name="now">Now.</param>
    /// <param name="cancellationToken">Stop.</param>
    public static async Task AddAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows,
        IReadOnlyList<(StoredRow Row, Leftover Left)> left, long now, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var cells = (object?[])row.Cells.Clone();
            var found = new List<Leftover>();
            table.Evolution.Lift(cells, 0, found);
            foreach (var leftover in found) await AddAsync(session, table, row, leftover, now, cancellationToken);
        }
        foreach (var (row, leftover) in left) await AddAsync(session, table, row, leftover, now, cancellationToken);
    }

    private static async Task AddAsync(
        DbSession session, PhysicalTable table, StoredRow row, Leftover leftover, long now,
        CancellationToken cancellationToken)
    {
        if (row.Cells[table.IndexOf(leftover.Field)] is not null) return;
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO registries_evolution_leftovers (register, step, row_id, field, reason, row_version, found_at) "
            + "VALUES (@Name, @Step, @Id, @Field, @Reason, @Version, @now) "
            + "ON CONFLICT (register, step, row_id, field) DO NOTHING",
            new
            {
                table.Register.Name, leftover.Step, row.Id, leftover.Field, Reason = leftover.Reason.Code,
                row.Version, now,
            }, session.Transaction, cancellationToken: cancellationToken));
    }
}
