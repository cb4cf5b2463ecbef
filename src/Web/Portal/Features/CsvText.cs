using System.Text;

namespace Lingnan.Web.Portal.Features;

/// <summary>Lines of RFC 4180.</summary>
internal static class CsvText
{
    public static void Append(StringBuilder text, IEnumerable<string?> values) =>
        text.AppendJoin(',', values.Select(Cell)).Append("\r\n");

    private static string Cell(string? value)
    {
        if (string.IsNullOrEmpty(value)) return "";
        // A spreadsheet would run a cell that begins like a formula; the apostrophe makes it text.
        // Numbers stay numbers.
        if (value[0] is '=' or '+' or '-' or '@' or '\t' && !decimal.TryParse(value, out _)) value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"")}\"";
    }
}
