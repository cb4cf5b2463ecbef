using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Evolution;

/// <summary>The work list of values that a step could not read. They stay in the closed field of the row.</summary>
internal static class Leftovers
{
    /// <summary>Lists what of these rows could not be read and is still without a value; rows that a writer changed
    /// meanwhile too, as their old values are still there.</summary>
    public static async Task AddAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, long now,
        CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            var cells = (object?[])row.Cells.Clone();
            var found = new List<Leftover>();
            table.Evolution.Lift(cells, 0, found);
            foreach (var leftover in found)
                if (row.Cells[table.IndexOf(leftover.Field)] is null)
                    await session.Connection.ExecuteAsync(new CommandDefinition(
                        "INSERT INTO registries_evolution_leftovers (register, step, row_id, field, reason, "
                        + "row_version, found_at) VALUES (@Name, @Step, @Id, @Field, @Reason, @Version, @now) "
                        + "ON CONFLICT (register, step, row_id, field) DO NOTHING",
                        new
                        {
                            table.Register.Name, leftover.Step, row.Id, leftover.Field,
                            Reason = leftover.Reason.Code, row.Version, now,
                        }, session.Transaction, cancellationToken: cancellationToken));
        }
    }
}
