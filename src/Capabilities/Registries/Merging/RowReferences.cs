using Lingnan.PackKit.Registries;
using Lingnan.Platform.Sealing;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Merging;

/// <summary>Rows of one register that refer to a row, and by which fields.</summary>
internal sealed record Referrers(
    PhysicalTable Table, IReadOnlyList<(StoredRow Row, IReadOnlyList<string> Fields)> Rows);

/// <summary>Finds what refers to a row, in every register.</summary>
internal sealed class RowReferences(RegisterTables tables, ISealing sealing)
{
    /// <summary>The current rows that refer to the row; at most one more than a merge moves.</summary>
    public async Task<IReadOnlyList<Referrers>> FindAsync(
        DbSession session, RegistryDeclaration register, string id, CancellationToken cancellationToken)
    {
        var found = new List<Referrers>();
        var left = MergeLimits.ReferencesMax + 1;
        foreach (var table in tables.All)
        {
            var rows = new Dictionary<string, (StoredRow Row, List<string> Fields)>(StringComparer.Ordinal);
            foreach (var field in Fields(table, register))
            {
                var sql = new SqlText();
                sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE closed_at IS NULL AND ")
                    .Append($"{PhysicalTable.Filterable(field)} = {sql.Parameter(Mark(table, field, id))} ")
                    .Append($"ORDER BY id LIMIT {sql.Parameter(left)} {session.Dialect.ForUpdate}");
                foreach (var row in await RowCommands.SelectAsync(session, table, sql, cancellationToken))
                {
                    if (!rows.TryGetValue(row.Id, out var known)) rows[row.Id] = known = (row, []);
                    known.Fields.Add(field.Field.Name);
                }
            }
            left -= Math.Min(rows.Count, left);
            if (rows.Count > 0)
                found.Add(new(table, [.. rows.Values.Select(r => (r.Row, (IReadOnlyList<string>)r.Fields))]));
        }
        return found;
    }

    /// <summary>True when the field of the row refers to the id.</summary>
    public bool Is(PhysicalTable table, StoredRow row, string field, string id) =>
        Cells.Mark(row.Cells[table.IndexOf(field)]) == Mark(table, table.Field(field), id);

    public static IEnumerable<PhysicalField> Fields(PhysicalTable table, RegistryDeclaration register) =>
        table.Live.Where(f => f.Field.Type == FieldType.Reference && f.Field.Target == register.Name);

    private string Mark(PhysicalTable table, PhysicalField field, string id) => field.IsSealed
        ? sealing.BlindIndex(field.SealName, id)
        : id;
}
