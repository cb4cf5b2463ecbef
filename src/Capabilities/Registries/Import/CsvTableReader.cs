using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;

namespace Lingnan.Registries.Import;

/// <summary>CSV as found in offices: any of four delimiters, UTF-8, UTF-16 or GB18030, quoted line breaks.</summary>
internal sealed class CsvTableReader : ITableReader
{
    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    private readonly Stream _file;
    private readonly LineCheckStream? _lines;
    private readonly CsvReader _reader;
    private readonly HashSet<long> _badlyQuoted = [];
    private long _records;

    private CsvTableReader(Stream file, Encoding encoding, string name, char delimiter)
    {
        _file = file;
        // In UTF-16 nearly any two bytes are a character; there is nothing to tell lines apart by.
        _lines = name == "utf-16" ? null : new LineCheckStream(file, name == "utf-8");
        _reader = CsvReader.Create((Stream?)_lines ?? file, Options(encoding, delimiter), leaveOpen: true);
        Encoding = name;
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
        var reader = new CsvTableReader(file, encoding, name, delimiter);
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

    private CsvReaderOptions Options(Encoding encoding, char delimiter) => new()
    {
        Separator = delimiter,
        HasHeader = false,
        SkipEmptyLines = true,
        TrackLineNumbers = true,
        IncludeValuesInExceptions = false,
        MaxRecordSize = ImportLimits.RecordCharsMax,
        Encoding = encoding,
        // A quote within a text (5" pipe) stays; one that closes too early or never would swallow other cells or rows.
        OnMalformedRecord = record =>
        {
            if (record.Reason != CsvMalformedReason.StrayQuote) _badlyQuoted.Add(record.RecordNumber);
        },
    };

    private async Task ReadHeadersAsync(CancellationToken cancellationToken)
    {
        do
            if (!await NextAsync(cancellationToken)) throw new TableFault(ImportErrors.Empty());
        while (_reader.Current.ToArray().All(string.IsNullOrWhiteSpace));
        if (_badlyQuoted.Remove(_records)) throw new TableFault(ImportErrors.Quoting());
        if (_reader.FieldCount > ImportLimits.ColumnsMax)
            throw new TableFault(ImportErrors.TooManyColumns(_reader.FieldCount));
        Headers = [.. _reader.Current.ToArray().Select(h => h.Trim().TrimStart('\uFEFF'))];
    }

    private async Task<bool> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (!await _reader.ReadAsync(cancellationToken)) return false;
            _records++;
            return true;
        }
        catch (CsvFormatException)
        {
            // The only format fault that is thrown: a record beyond the limit, most often an unclosed quote.
            throw new TableFault(ImportErrors.RecordTooLong(_reader.LineNumber));
        }
    }

    private TableRow? Row()
    {
        var line = _reader.LineNumber;
        var isBadlyQuoted = _badlyQuoted.Remove(_records);
        var isForeign = _lines?.HasForeign(line, line + CountBreaks(_reader.RawRecord)) ?? false;
        var count = _reader.FieldCount;
        if (count > ImportLimits.ColumnsMax * 2)
            return new TableRow(line, Cells([]), ImportErrors.CellCount(count, Headers.Count));
        var cells = _reader.Current.ToArray();
        if (isForeign) return new TableRow(line, Cells(cells), ImportErrors.MixedEncoding(Encoding!));
        if (isBadlyQuoted) return new TableRow(line, Cells(cells), ImportErrors.Quoting());
        if (cells.All(string.IsNullOrWhiteSpace)) return null;
        while (count > Headers.Count && string.IsNullOrWhiteSpace(cells[count - 1])) count--;
        return count == Headers.Count
            ? new TableRow(line, Cells(cells))
            : new TableRow(line, Cells(cells), ImportErrors.CellCount(count, Headers.Count));
    }

    private static long CountBreaks(ReadOnlySpan<byte> record)
    {
        var breaks = 0L;
        for (var i = 0; i < record.Length; i++)
            if (record[i] == (byte)'\r' || record[i] == (byte)'\n' && (i == 0 || record[i - 1] != (byte)'\r')) breaks++;
        return breaks;
    }

    private List<TableCell> Cells(string[] cells) =>
        [.. Headers.Select((_, i) => new TableCell(i < cells.Length ? cells[i] : null))];

    private static async Task<char> FindDelimiterAsync(
        Stream file, Encoding encoding, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(
            file, encoding, detectEncodingFromByteOrderMarks: true, 16 * 1024, leaveOpen: true);
        var start = new char[16 * 1024];
        var length = await reader.ReadBlockAsync(start, cancellationToken);
        var text = start.AsSpan(0, length);
        var end = text.IndexOfAny('\r', '\n');
        var header = (end < 0 ? text : text[..end]).ToString();
        return Delimiters.MaxBy(d => header.Count(c => c == d));
    }
}
