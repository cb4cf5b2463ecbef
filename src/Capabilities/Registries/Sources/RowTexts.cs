using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Sources;

/// <summary>A row as a source would say it.</summary>
internal static class RowTexts
{
    /// <summary>The canonical texts of a row by field, those that are sealed as far as they were opened; a field
    /// without a value is left out.</summary>
    public static Dictionary<string, string?> Of(PhysicalTable table, StoredRow row, string?[] opened)
    {
        var texts = new Dictionary<string, string?>(StringComparer.Ordinal);
        for (var i = 0; i < row.Cells.Length; i++)
        {
            var field = table.Fields[i].Field;
            var text = row.Cells[i] is SealedCell
                ? opened[i]
                : SourceWrites.Text(table, field.Name, Cells.Value(field, row.Cells[i]));
            if (text is not null) texts[field.Name] = text;
        }
        return texts;
    }
}
