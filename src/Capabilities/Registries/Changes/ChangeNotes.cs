using System.Globalization;
using System.Text;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Changes;

/// <summary>One change of a row as noted.</summary>
internal sealed record ChangeEntry(int Version, string Action, string Id);

/// <summary>Notes changes of rows in the transaction that makes them. Whoever writes rows past
/// <see cref="RowCommands"/> calls this too, or the change feed stays silent about them.</summary>
internal static class ChangeNotes
{
    public static async Task AddAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        var sql = new SqlText();
        sql.Append("INSERT INTO registries_changes (register, changed_rows, entries, recorded_at) VALUES (")
            .Append($"{sql.Parameter(table.Register.Name)}, {sql.Parameter(rows.Count)}, ")
            .Append($"{sql.Parameter(Write(rows))}, {sql.Parameter(rows.Max(r => r.RecordedAt))})");
        await RowCommands.ExecuteAsync(session, sql, cancellationToken);
    }

    public static IEnumerable<ChangeEntry> Read(string entries)
    {
        foreach (var line in entries.Split('\n'))
        {
            var parts = line.Split(' ', 3);
            yield return new(int.Parse(parts[0], CultureInfo.InvariantCulture), parts[1], parts[2]);
        }
    }

    private static string Write(IReadOnlyList<StoredRow> rows)
    {
        var text = new StringBuilder(rows.Count * 40);
        foreach (var row in rows)
            text.Append(text.Length == 0 ? "" : "\n").Append(row.Version.ToString(CultureInfo.InvariantCulture))
                .Append(' ').Append(row.Action).Append(' ').Append(row.Id);
        return text.ToString();
    }
}
