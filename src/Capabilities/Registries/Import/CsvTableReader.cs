using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace Lingnan.Registries.Import;

/// <summary>CSV as found in offices: any of four delimiters, UTF-8, UTF-16 or GB18030, quoted line breaks.</summary>
internal sealed class CsvTableReader : ITableReader
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly Stream _file;
    private readonly CsvReader _reader;

    private CsvTableReader(Stream file, CsvReader reader, string encoding, char delimiter)
    {
        _file = file;
        _reader = reader;
        Encoding = encoding;
        Delimiter = delimiter.ToString();
    }

    public string Format => "csv";

    public string? Encoding { get; }

    public string? Delimiter { get; }

    public IReadOnlyList<string> Headers { get; private set; } = [];

    public long BytesRead => _file.Position;

    public static async Task<ITableReader> OpenAsync(Stream file, CancellationToken cancellationToken)
    {
        var (encoding, name) = await TextEncodings.DetectAsync(file, cancellationToken);
        var delimiter = await FindDelimiterAsync(file, encoding, cancellationToken);
        file.Position = 0;
        var options = new CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = true,
            TrackLineNumbers = true,
            IncludeValuesInExceptions = false,
            MaxRecordSize = ImportLimits.RecordCharsMax,
            Encoding = encoding,
        };
        var reader = new CsvTableReader(file, CsvReader.Create(file, options, leaveOpen: true), name, delimiter);
        await reader.ReadHeadersAsync(cancellationToken);
        return reader;
    }

    public async IAsyncEnumerable<TableRow> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await NextAsync(cancellationToken))
            if (Row() is { } row) yield return row;
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        await _file.DisposeAsync();
    }

    private async Task ReadHeadersAsync(CancellationToken cancellationToken)
    {
        if (!await NextAsync(cancellationToken)) throw new TableFault(ImportErrors.Empty());
        if (_reader.FieldCount > ImportLimits.ColumnsMax) throw new TableFault(ImportErrors.TooManyColumns(_reader.FieldCount));
        Headers = [.. _reader.Current.ToArray().Select(h => h.Trim().TrimStart('\uFEFF'))];
    }

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _reader.ReadAsync(cancellationToken);
        }
        catch (CsvFormatException)
        {
            // The only format fault left with recovery on: a record beyond the limit, most often an unclosed quote.
            throw new TableFault(ImportErrors.RecordTooLong(_reader.LineNumber));
        }
    }

    private TableRow? Row()
    {
        var count = _reader.FieldCount;
        if (count > ImportLimits.ColumnsMax * 2) return new TableRow(_reader.LineNumber, Cells([]), ImportErrors.CellCount(count, Headers.Count));
        var cells = _reader.Current.ToArray();
        if (cells.All(string.IsNullOrWhiteSpace)) return null;
        while (count > Headers.Count && string.IsNullOrWhiteSpace(cells[count - 1])) count--;
        return count == Headers.Count
            ? new TableRow(_reader.LineNumber, Cells(cells))
            : new TableRow(_reader.LineNumber, Cells(cells), ImportErrors.CellCount(count, Headers.Count));
    }

    private List<TableCell> Cells(string[] cells) =>
        [.. Headers.Select((_, i) => new TableCell(i < cells.Length ? cells[i] : null))];

    private static async Task<char> FindDelimiterAsync(Stream file, Encoding encoding, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(file, encoding, detectEncodingFromByteOrderMarks: true, 16 * 1024, leaveOpen: true);
        var start = new char[16 * 1024];
        var length = await reader.ReadBlockAsync(start, cancellationToken);
        var text = start.AsSpan(0, length);
        var end = text.IndexOfAny('\r', '\n');
        var header = (end < 0 ? text : text[..end]).ToString();
        return Delimiters.MaxBy(d => header.Count(c => c == d));
    }
}
