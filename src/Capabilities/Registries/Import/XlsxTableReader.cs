using System.Runtime.CompilerServices;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace Lingnan.Registries.Import;

/// <summary>The first sheet of a workbook that holds anything, read part by part without building the
/// document.</summary>
internal sealed class XlsxTableReader : ITableReader
{
    private readonly Stream _file;
    private readonly SpreadsheetDocument _document;
    private readonly OpenXmlReader _reader;
    private readonly SheetCells _cells;
    private long _line;

    private XlsxTableReader(Stream file, SpreadsheetDocument document, WorksheetPart sheet)
    {
        _file = file;
        _document = document;
        _cells = new SheetCells(document.WorkbookPart!);
        _reader = OpenXmlReader.Create(sheet);
    }

    public string Format => "xlsx";

    public string? Encoding => null;

    public string? Delimiter => null;

    public IReadOnlyList<string> Headers { get; private set; } = [];

    public long BytesRead => _file.CanSeek ? _file.Position : 0;

    public static async Task<ITableReader> OpenAsync(Stream file, CancellationToken cancellationToken)
    {
        await WorkbookGuard.CheckAsync(file, cancellationToken);
        SpreadsheetDocument? document = null;
        try
        {
            document = SpreadsheetDocument.Open(file, isEditable: false);
            foreach (var sheet in Sheets(document))
            {
                var reader = new XlsxTableReader(file, document, sheet);
                if (reader.ReadHeaders()) return reader;
                reader._reader.Dispose();
            }
            throw new TableFault(ImportErrors.Empty());
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            document?.Dispose();
            throw new TableFault(ImportErrors.BrokenWorkbook());
        }
    }

    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (Next() is var (line, row))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (row.All(c => c.Fault is null && string.IsNullOrWhiteSpace(c.Text))) continue;
            yield return row.Count > Headers.Count
                && row.Skip(Headers.Count).Any(c => !string.IsNullOrWhiteSpace(c.Text))
                ? new TableRow(line, Fit(row), ImportErrors.CellCount(row.Count, Headers.Count))
                : new TableRow(line, Fit(row));
        }
        await Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _reader.Dispose();
        _document.Dispose();
        await _file.DisposeAsync();
    }

    private static IEnumerable<WorksheetPart> Sheets(SpreadsheetDocument document)
    {
        var workbook = document.WorkbookPart ?? throw new TableFault(ImportErrors.BrokenWorkbook());
        foreach (var sheet in workbook.Workbook?.Sheets?.Elements<Sheet>() ?? [])
            if (sheet.Id?.Value is { } id && workbook.GetPartById(id) is WorksheetPart part) yield return part;
    }

    private bool ReadHeaders()
    {
        while (Next() is var (_, row))
        {
            if (row.All(c => string.IsNullOrWhiteSpace(c.Text))) continue;
            Headers = [.. row.Select(c => c.Text?.Trim() ?? "")];
            if (Headers.Count > ImportLimits.ColumnsMax)
                throw new TableFault(ImportErrors.TooManyColumns(Headers.Count));
            return true;
        }
        return false;
    }

    private (long Line, List<TableCell> Cells)? Next()
    {
        try
        {
            while (_reader.Read())
                if (_reader.ElementType == typeof(Row) && _reader.IsStartElement) return ReadRow();
            return null;
        }
        catch (Exception fault) when (IsBroken(fault))
        {
            throw new TableFault(ImportErrors.BrokenWorkbook());
        }
    }

    private (long, List<TableCell>) ReadRow()
    {
        // Programs may leave row numbers out; numbers that do not ascend would make one row pass for another.
        var number = _reader.Attributes.FirstOrDefault(a => a.LocalName == "r").Value;
        var line = number is null ? _line + 1 : long.Parse(number, System.Globalization.CultureInfo.InvariantCulture);
        if (line <= _line) throw new TableFault(ImportErrors.BrokenWorkbook());
        _line = line;
        var cells = new List<TableCell>();
        if (!_reader.ReadFirstChild()) return (line, cells);
        do
        {
            if (_reader.ElementType != typeof(Cell) || _reader.LoadCurrentElement() is not Cell cell) continue;
            var column = SheetCells.Column(cell.CellReference?.Value) ?? cells.Count;
            if (column < cells.Count) throw new TableFault(ImportErrors.BrokenWorkbook());
            var read = _cells.Read(cell);
            if (column >= ImportLimits.ColumnsMax)
            {
                if (read.Text is null) continue;
                throw new TableFault(ImportErrors.TooManyColumns(column + 1));
            }
            while (cells.Count < column) cells.Add(default);
            cells.Add(read);
        }
        while (_reader.ReadNextSibling());
        return (line, cells);
    }

    private List<TableCell> Fit(List<TableCell> row) =>
        [.. Enumerable.Range(0, Headers.Count).Select(i => i < row.Count ? row[i] : default)];

    private static bool IsBroken(Exception fault) =>
        fault is OpenXmlPackageException or InvalidDataException or FileFormatException
        or System.Xml.XmlException or ArgumentException or FormatException or KeyNotFoundException or EndOfStreamException
        or OverflowException or InvalidOperationException or IndexOutOfRangeException or NotSupportedException;
}
