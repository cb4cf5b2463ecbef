using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Lingnan.Registries.Sources;

namespace Lingnan.Registries.Import;

/// <summary>Rows as read, put through the rules that need no other row.</summary>
internal sealed record CheckedRows(List<ValidRow> Valid, List<RefusedRow> Refused)
{
    public static CheckedRows Of(
        RegistryDeclaration register, ColumnMap map, IReadOnlyList<TableRow> read, ValidationContext context,
        bool isMatching = false, string? source = null)
    {
        var valid = new List<ValidRow>(read.Count);
        var refused = new List<RefusedRow>();
        foreach (var row in read)
        {
            if (row.Fault is not null)
            {
                refused.Add(new RefusedRow(row, [new FieldFault(null, row.Fault)]));
                continue;
            }
            var (texts, faults) = Texts(map, row);
            // A row that is matched may lack even what would name it. Nothing says nothing: it empties no field of the
            // row that is found, and what is missing in a new one is told when that is written.
            // What a source leaves empty it says no longer, but no row can do without its required fields.
            foreach (var name in texts.Where(t => TextRules.Trim(t.Value) is null
                && (isMatching || (source is not null && RowValidator.IsRequired(register, register.Field(t.Key)))))
                .Select(t => t.Key).ToList())
                texts.Remove(name);
            var checkedRow = RowValidator.Validate(register, texts, context with
            {
                Partial = isMatching || source is not null || row.Cells.Any(c => c.IsAbsent),
            });
            if (source is not null && checkedRow.Row is { } said)
            {
                var key = SourceRules.Key(map, row);
                if (SourceRules.CheckKey(key) is { } bad) faults.Add(new FieldFault(null, bad));
                checkedRow = checkedRow with { Row = said with { Source = new(source, key) } };
            }
            if (faults.Count == 0 && checkedRow.Row is { } good) valid.Add(good with { Line = row.Line });
            else
                refused.Add(new RefusedRow(
                    row, [.. faults, .. checkedRow.Faults.Where(f => faults.All(c => c.Field != f.Field))]));
        }
        return new(valid, refused);
    }

    private static (Dictionary<string, string?> Texts, List<FieldFault> Faults) Texts(ColumnMap map, TableRow row)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        var faults = new List<FieldFault>();
        for (var i = 0; i < map.Headers.Count; i++)
        {
            if (map.Field(i) is not { } field || row.Cells[i].IsAbsent) continue;
            if (row.Cells[i].Fault is { } fault) faults.Add(new FieldFault(field.Name, fault));
            texts[field.Name] = Unguarded(row.Cells[i].Text);
        }
        return (texts, faults);
    }

    // Exports put an apostrophe before what a spreadsheet would run as a formula; it is taken off again.
    private static string? Unguarded(string? text) =>
        text is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? text[1..] : text;
}
