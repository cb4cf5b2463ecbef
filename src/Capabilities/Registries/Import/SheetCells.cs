using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Lingnan.Registries.Import;

/// <summary>The texts behind the cells of a workbook: shared texts, dates by their style,
/// numbers without an exponent.</summary>
internal sealed class SheetCells
{
    /// <summary>A workbook keeps 15 digits of a number; beyond, what stands in the cell is not what was
    /// typed.</summary>
    private const double ExactBelow = 1e15;

    private readonly List<string> _shared;
    private readonly HashSet<uint> _dateStyles;
    private readonly DateTime _epoch;

    public SheetCells(WorkbookPart workbook)
    {
        _shared = ReadShared(workbook.SharedStringTablePart);
        _dateStyles = FindDateStyles(workbook.WorkbookStylesPart?.Stylesheet);
        var from1904 = workbook.Workbook?.WorkbookProperties?.Date1904?.Value ?? false;
        // The 1900 system counts a 29 February 1900 that never was; from March 1900 on this epoch is right.
        _epoch = from1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, 30);
    }

    public TableCell Read(Cell cell)
    {
        var type = cell.DataType?.Value;
        if (type == CellValues.InlineString) return new TableCell(cell.InlineString?.InnerText);
        if (cell.CellValue?.Text is not { Length: > 0 } raw) return default;
        if (type == CellValues.SharedString)
            return new TableCell(_shared[int.Parse(raw, CultureInfo.InvariantCulture)]);
        if (type == CellValues.Error) return new TableCell(raw, ImportErrors.CellError(raw));
        if (type == CellValues.Boolean) return new TableCell(raw == "1" ? "true" : "false");
        if (type == CellValues.String || type == CellValues.Date) return new TableCell(raw);
        return Number(raw, cell.StyleIndex?.Value ?? 0);
    }

    /// <summary>Column of a reference such as <c>AB12</c>, from 0; null when there is none.</summary>
    public static int? Column(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var c in reference.TakeWhile(char.IsAsciiLetterUpper)) column = column * 26 + (c - 'A' + 1);
        return column == 0 ? null : column - 1;
    }

    private TableCell Number(string raw, uint style)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return new TableCell(raw);
        if (_dateStyles.Contains(style)) return Date(number, raw);
        if (Math.Abs(number) >= ExactBelow) return new TableCell(raw, ImportErrors.LostDigits());
        return new TableCell(((decimal)number).ToString(CultureInfo.InvariantCulture));
    }

    private TableCell Date(double days, string raw)
    {
        if (days is < 0 or > 2_958_465) return new TableCell(raw);
        var time = _epoch.AddDays(days);
        return new TableCell(time.ToString(
            time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture));
    }

    private static List<string> ReadShared(SharedStringTablePart? part)
    {
        var texts = new List<string>();
        if (part is null) return texts;
        using var reader = OpenXmlReader.Create(part);
        while (reader.Read())
            if (reader.ElementType == typeof(SharedStringItem) && reader.IsStartElement
                && reader.LoadCurrentElement() is SharedStringItem item)
                texts.Add(Plain(item));
        return texts;
    }

    // Phonetic guides (rPh) stand beside the text and are no part of it.
    private static string Plain(SharedStringItem item) =>
        item.Text?.Text ?? string.Concat(item.Elements<Run>().Select(r => r.Text?.Text));

    private static HashSet<uint> FindDateStyles(Stylesheet? styles)
    {
        var custom = styles?.NumberingFormats?.Elements<NumberingFormat>()
            .Where(f => f.NumberFormatId is not null && IsDate(f.FormatCode?.Value ?? ""))
            .Select(f => f.NumberFormatId!.Value).ToHashSet() ?? [];
        var dates = new HashSet<uint>();
        uint index = 0;
        foreach (var format in styles?.CellFormats?.Elements<CellFormat>() ?? [])
        {
            var id = format.NumberFormatId?.Value ?? 0;
            if (id is (>= 14 and <= 22) or (>= 27 and <= 36) or (>= 45 and <= 47) or (>= 50 and <= 58)
                || custom.Contains(id)) dates.Add(index);
            index++;
        }
        return dates;
    }

    private static bool IsDate(string code)
    {
        var bare = System.Text.RegularExpressions.Regex.Replace(code, "\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.", "");
        return bare.AsSpan().IndexOfAny("yYdD年日") >= 0;
    }
}
