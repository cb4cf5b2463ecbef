using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Watch;

/// <summary>Plain texts of some rows for the watch itself. They leave for nobody, so they are no reads for the
/// log.</summary>
internal static class RowFacts
{
    /// <summary>By row the texts of the fields; sealed fields and those that are no texts are left empty.</summary>
    public static async Task<IReadOnlyDictionary<string, string?[]>> FindAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<string> fields, IEnumerable<string> ids,
        CancellationToken cancellationToken)
    {
        var places = fields.Select(table.Field).ToList();
        var columns = places.Select(p => p.IsSealed || p.IsShape || p.IsWhole ? "NULL" : p.Value.Name);
        var sql = new SqlText().Append($"SELECT id, {string.Join(", ", columns)} FROM {table.Name} WHERE ")
            .AppendIn("id", ids.Distinct(StringComparer.Ordinal));
        var found = new Dictionary<string, string?[]>(StringComparer.Ordinal);
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            found[reader.GetString(0)] =
                [.. Enumerable.Range(1, places.Count).Select(i => reader.IsDBNull(i) ? null : reader.GetString(i))];
        return found;
    }
}
