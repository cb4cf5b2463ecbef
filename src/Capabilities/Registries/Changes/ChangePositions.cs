using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Changes;

/// <summary>
/// Gives positions to committed changes. Numbers drawn inside the writers' own transactions would not do: a slow writer
/// would commit a low one after readers had passed it. Here the readers draw them, one at a time for each register,
/// over what is committed, so positions come to light in their own order; and no writer ever waits.
/// </summary>
internal sealed class ChangePositions(IDatabase database)
{
    private const int BatchesMax = 1000;

    /// <summary>Places every change that is committed now; returns the last position.</summary>
    public async Task<long> PlaceAsync(string register, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (waits, head) = await FindAsync(register, cancellationToken);
            if (!waits) return head;
            await using var session = await database.WriteAsync(cancellationToken);
            session.Unaudited("positions of changes whose own entries are in the log");
            await PlaceSomeAsync(session, register, cancellationToken);
            await session.CommitAsync(cancellationToken);
        }
    }

    private async Task<(bool Waits, long Head)> FindAsync(string register, CancellationToken cancellationToken)
    {
        await using var session = await database.ReadAsync(cancellationToken);
        var waiting = await session.Connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT id FROM registries_changes WHERE register = @register AND last_position IS NULL LIMIT 1",
            new { register }, session.Transaction, cancellationToken: cancellationToken));
        var head = await session.Connection.ExecuteScalarAsync<long?>(new CommandDefinition(
            "SELECT position FROM registries_change_heads WHERE register = @register",
            new { register }, session.Transaction, cancellationToken: cancellationToken));
        return (waiting is not null, head ?? 0);
    }

    private static async Task PlaceSomeAsync(DbSession session, string register, CancellationToken cancellationToken)
    {
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "INSERT INTO registries_change_heads (register, position) VALUES (@register, 0) ON CONFLICT DO NOTHING",
            new { register }, session.Transaction, cancellationToken: cancellationToken));
        var head = await session.Connection.QuerySingleAsync<long>(new CommandDefinition(
            "SELECT position FROM registries_change_heads WHERE register = @register " + session.Dialect.ForUpdate,
            new { register }, session.Transaction, cancellationToken: cancellationToken));
        await session.Connection.ExecuteAsync(new CommandDefinition(
            $"""
            UPDATE registries_changes SET last_position = @head + w.total
            FROM (SELECT id, SUM(changed_rows) OVER (ORDER BY id) AS total FROM (
                SELECT id, changed_rows FROM registries_changes
                WHERE register = @register AND last_position IS NULL ORDER BY id LIMIT {BatchesMax}) AS waiting) AS w
            WHERE registries_changes.id = w.id
            """, new { register, head }, session.Transaction, cancellationToken: cancellationToken));
        await session.Connection.ExecuteAsync(new CommandDefinition(
            """
            UPDATE registries_change_heads SET position = COALESCE(
                (SELECT MAX(last_position) FROM registries_changes
                 WHERE register = @register AND last_position IS NOT NULL), position)
            WHERE register = @register
            """, new { register }, session.Transaction, cancellationToken: cancellationToken));
    }
}
