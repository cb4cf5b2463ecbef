using System.Text;

namespace Lingnan.Platform.Tables;

/// <summary>CSV as RFC 4180 has it, in UTF-8 with a mark at the beginning, by which Excel knows the encoding.</summary>
public sealed class CsvTableWriter : ITableWriter
{
    private readonly StreamWriter _writer;

    private CsvTableWriter(Stream target) => _writer = new StreamWriter(
        target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 16 * 1024, leaveOpen: true)
    {
        NewLine = "\r\n",
    };

    /// <summary>Begins a file with these headers.</summary>
    public static async Task<CsvTableWriter> OpenAsync(
        Stream target, IReadOnlyList<string> headers, CancellationToken cancellationToken)
    {
        var writer = new CsvTableWriter(target);
        await writer.WriteAsync(headers, cancellationToken);
        return writer;
    }

    /// <inheritdoc />
    public Task WriteAsync(IEnumerable<string> cells, CancellationToken cancellationToken) =>
        _writer.WriteLineAsync(
            string.Join(',', cells.Select(c => Quote(SpreadsheetText.Harmless(c)))).AsMemory(), cancellationToken);

    /// <inheritdoc />
    public Task EndAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 && text.Trim().Length == text.Length
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
