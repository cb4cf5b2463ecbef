using System.Data;
using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Storage;

/// <summary>Rows that a file found to stand already as it says. Without them a second line of the same key would pass;
/// to note it in the rows themselves would write every row of a register anew that is delivered again as a whole.
/// </summary>
internal static class SeenRows
{
    private const int ListMax = 500;

    private static readonly BulkColumn[] Columns =
        [new("import_id", DbType.String), new("row_id", DbType.String), new("line", DbType.Int64),
            new("noted_at", DbType.Int64)];

    /// <summary>Gives the drafts whose row an earlier line has found unchanged the number of that line.</summary>
    public static async Task MarkAsync(
        DbSession session, IReadOnlyList<Draft> drafts, string importId, CancellationToken cancellationToken)
    {
        foreach (var chunk in drafts.Where(d => d.Existing is not null).Chunk(ListMax))
        {
            var sql = new SqlText();
            sql.Append("SELECT row_id, line FROM registries_import_seen WHERE ")
                .Append($"import_id = {sql.Parameter(importId)} AND ").AppendIn(
                    "row_id", chunk.Select(d => d.Existing!.Id).Distinct(StringComparer.Ordinal));
            var lines = new Dictionary<string, long>(StringComparer.Ordinal);
            await using var command = sql.Command(session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) lines[reader.GetString(0)] = reader.GetInt64(1);
            foreach (var draft in chunk)
                if (lines.TryGetValue(draft.Existing!.Id, out var line)) draft.SeenAtLine = line;
        }
    }

    /// <summary>Notes the drafts that change nothing.</summary>
    public static async Task AddAsync(
        DbSession session, IReadOnlyList<Draft> drafts, string importId, long now, CancellationToken cancellationToken)
    {
        var rows = drafts.Where(d => d.Outcome == RowOutcome.Unchanged)
            .Select(d => new object?[] { importId, d.Id, d.Row.Line, now }).ToList();
        if (rows.Count > 0)
            await session.Dialect.InsertManyAsync(session, "registries_import_seen", Columns, rows, cancellationToken);
    }

    /// <summary>Forgets those of a file that has ended.</summary>
    public static Task ForgetAsync(DbSession session, string importId) => session.Connection.ExecuteAsync(
        "DELETE FROM registries_import_seen WHERE import_id = @importId", new { importId }, session.Transaction);

    /// <summary>Forgets those of files that ended without telling.</summary>
    public static Task<int> PurgeAsync(DbSession session, long before) => session.Connection.ExecuteAsync(
        "DELETE FROM registries_import_seen WHERE noted_at < @before", new { before }, session.Transaction);
}
