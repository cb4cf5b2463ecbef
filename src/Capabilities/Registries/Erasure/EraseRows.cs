using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Erasure;

/// <summary>What was erased in one register.</summary>
/// <param name="Rows">The rows, closed.</param>
/// <param name="Versions">Versions emptied in the history.</param>
/// <param name="Keys">Keys that the rows had.</param>
/// <param name="Imports">Imports that brought them.</param>
internal sealed record ErasedRows(
    IReadOnlyList<StoredRow> Rows, long Versions, IReadOnlyList<string> Keys, IReadOnlyList<string> Imports);

/// <summary>Empties what rows about a person say: personal values go, sealed ones stay as bytes that nothing opens, and
/// their blind indexes, which would tell whose they were, are replaced by the row's own id.</summary>
internal static class EraseRows
{
    /// <summary>Begins what stands for the key and the blind indexes of an erased row.</summary>
    public const string Mark = "erased/";

    public static async Task<ErasedRows> RunAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<string> subjects, BatchOptions options, long now,
        CancellationToken cancellationToken)
    {
        var column = table.Register.IsPersons ? "id" : table.Field(table.Register.SubjectField!).Value.Name;
        var sql = new SqlText().Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE ").AppendIn(column, subjects)
            .Append($" ORDER BY id {session.Dialect.ForUpdate}");
        var rows = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
        sql = new SqlText().Append($"SELECT {table.ColumnList} FROM {table.History} WHERE ")
            .AppendIn(column, subjects);
        var versions = await RowCommands.SelectAsync(session, table, sql, cancellationToken);
        if (rows.Count + versions.Count == 0) return new([], 0, [], []);

        await RowCommands.KeepAsync(session, table, rows.Select(r => r.Id), now, cancellationToken);
        var erased = rows.Select(r => Empty(table, r) with
        {
            Version = r.Version + 1, Action = RecordActions.Erased, Reason = options.Reason, ImportId = null,
            ImportLine = null, RecordedAt = Math.Max(now, r.RecordedAt), RecordedBy = options.Caller.Name,
            RecorderId = options.Caller.AccountId, ClosedAt = r.ClosedAt ?? Math.Max(now, r.RecordedAt),
        }).ToList();
        await RowCommands.UpdateAsync(
            session, table, [.. erased.Select(r => WrittenRow.Of(table, r))], cancellationToken);
        await EmptyHistoryAsync(session, table, column, subjects, cancellationToken);
        foreach (var row in erased)
            session.Publish(new RecordChanged(table.Register.Name, row.Id, RecordActions.Erased));
        var all = rows.Concat(versions).ToList();
        return new(
            erased, versions.Count + rows.Count,
            [.. all.Select(r => r.Key).Where(k => !k.StartsWith(Mark, StringComparison.Ordinal)).Distinct()],
            [.. all.Select(r => r.ImportId).OfType<string>().Distinct()]);
    }

    private static StoredRow Empty(PhysicalTable table, StoredRow row) => row with
    {
        Key = Mark + row.Id,
        Cells = [.. row.Cells.Select((cell, i) => cell is SealedCell kept ? kept with { Index = Mark + row.Id }
            : Masking.IsPersonal(table.Fields[i].Field) ? null : cell)],
    };

    private static async Task EmptyHistoryAsync(
        DbSession session, PhysicalTable table, string column, IReadOnlyList<string> subjects,
        CancellationToken cancellationToken)
    {
        var sets = new List<string> { $"row_key = '{Mark}' || id", "import_id = NULL", "import_line = NULL" };
        foreach (var field in table.Fields.Where(f => Masking.IsPersonal(f.Field)))
            if (field.IsSealed)
                sets.Add($"{field.Companion!.Name} = CASE WHEN {field.Value.Name} IS NULL THEN NULL "
                    + $"ELSE '{Mark}' || id END");
            else sets.AddRange(field.Columns.Select(c => c.Name + " = NULL"));
        sets.AddRange(table.Blocks.Select(b => b.Name + " = 0"));
        var sql = new SqlText().Append($"UPDATE {table.History} SET {string.Join(", ", sets)} WHERE ")
            .AppendIn(column, subjects);
        await RowCommands.ExecuteAsync(session, sql, cancellationToken);
    }

    /// <summary>True for a row, or a version of one, that was erased.</summary>
    public static bool IsErased(StoredRow row) => row.Key.StartsWith(Mark, StringComparison.Ordinal);
}
