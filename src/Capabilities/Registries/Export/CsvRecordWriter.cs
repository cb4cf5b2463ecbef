using System.Text;
using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Export;

/// <summary>CSV as RFC 4180 has it, in UTF-8 with a mark at the beginning, by which Excel knows the encoding.</summary>
internal sealed class CsvRecordWriter : IRecordWriter
{
    private readonly RegistryDeclaration _register;
    private readonly StreamWriter _writer;

    private CsvRecordWriter(Stream target, RegistryDeclaration register)
    {
        _register = register;
        _writer = new StreamWriter(
            target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 16 * 1024,
            leaveOpen: true) { NewLine = "\r\n" };
    }

    public static async Task<CsvRecordWriter> OpenAsync(
        Stream target, RegistryDeclaration register, CancellationToken cancellationToken)
    {
        var writer = new CsvRecordWriter(target, register);
        await writer.LineAsync(RecordWriters.Headers(register), cancellationToken);
        return writer;
    }

    public Task WriteAsync(Record record, CancellationToken cancellationToken) =>
        LineAsync(RecordWriters.Cells(_register, record), cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken) => _writer.FlushAsync(cancellationToken);

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private Task LineAsync(IEnumerable<string> cells, CancellationToken cancellationToken) =>
        _writer.WriteLineAsync(
            string.Join(',', cells.Select(c => Quote(RecordWriters.Harmless(c)))).AsMemory(), cancellationToken);

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 && text.Trim().Length == text.Length
        ? text
        : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
