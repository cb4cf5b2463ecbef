using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Files;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Tables;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Export;

namespace Lingnan.Registries.Import;

/// <summary>
/// Refused rows as a file to mend and send again: the columns as they came, then what is wrong and how to mend it.
/// JSON Lines come back as such, since a table cannot say that a row does not speak of a column.
/// </summary>
internal sealed class RefusedFile(IDatabase database, IFileStore files, ImportStore store, IWords words)
{
    private const int PageRows = 200;
    private static readonly string[] ReportColumns = ["_line", "_column", "_problem", "_how_to_mend"];

    // Chinese stays readable; the file is data and never part of a page.
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary><c>csv</c> or <c>jsonl</c>; refused when the file is no longer kept.</summary>
    public async Task<Result<string>> FindFormatAsync(
        ImportRequest request, RegistryDeclaration register, CancellationToken cancellationToken)
    {
        if (!files.Exists(request.FileHash)) return ImportErrors.FileGone();
        await using var reader = await OpenAsync(request, register, cancellationToken);
        return reader.Format == "jsonl" ? "jsonl" : "csv";
    }

    public async Task WriteAsync(
        string jobId, ImportRequest request, RegistryDeclaration register, Stream target,
        CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(request, register, cancellationToken);
        // Those of an earlier report are written anew.
        var columns = reader.Headers.Select((h, i) => (Header: h, Index: i))
            .Where(c => !c.Header.StartsWith(ColumnMap.ReportMark)).ToList();
        if (reader.Format == "jsonl") await WriteLinesAsync(jobId, columns, target, cancellationToken);
        else await WriteTableAsync(jobId, columns, target, cancellationToken);
    }

    private async Task WriteTableAsync(
        string jobId, List<(string Header, int Index)> columns, Stream target, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(
            target, new CsvWriterOptions { HasHeader = false, WriteByteOrderMark = true, NewLine = "\r\n" },
            leaveOpen: true);
        await RowAsync(csv, [.. columns.Select(c => c.Header), .. ReportColumns], cancellationToken);
        await foreach (var (line, cells, faults) in RowsAsync(jobId, cancellationToken))
            await RowAsync(
                csv,
                [.. columns.Select(c => c.Index < cells.Count ? cells[c.Index].Text ?? "" : ""),
                    .. Report(line, faults)], cancellationToken);
        await csv.FlushAsync(cancellationToken);
    }

    private async Task WriteLinesAsync(
        string jobId, List<(string Header, int Index)> columns, Stream target, CancellationToken cancellationToken)
    {
        await foreach (var (line, cells, faults) in RowsAsync(jobId, cancellationToken))
        {
            await using (var json = new Utf8JsonWriter(target, Json))
            {
                json.WriteStartObject();
                foreach (var (header, index) in columns.Where(c => c.Index < cells.Count && !cells[c.Index].IsAbsent))
                    json.WriteString(header, cells[index].Text);
                foreach (var (column, said) in ReportColumns.Zip(Report(line, faults))) json.WriteString(column, said);
                json.WriteEndObject();
            }
            await target.WriteAsync("\n"u8.ToArray(), cancellationToken);
        }
    }

    private async IAsyncEnumerable<(long Line, IReadOnlyList<TableCell> Cells, List<RefusedValue> Faults)> RowsAsync(
        string jobId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var after = 0L; ;)
        {
            IReadOnlyList<(long Line, IReadOnlyList<TableCell> Cells)> rows;
            ILookup<long, RefusedValue> faults;
            await using (var session = await database.ReadAsync(cancellationToken))
            {
                rows = await store.RowsAsync(session, jobId, after, PageRows);
                if (rows.Count == 0) yield break;
                faults = (await ImportStore.FaultsAsync(session, jobId, rows[0].Line, PageRows)).Select(
                    f => f.ToRefused()).ToLookup(f => f.Line);
            }
            foreach (var (line, cells) in rows) yield return (line, cells, [.. faults[line]]);
            after = rows[^1].Line;
        }
    }

    private Task<ITableReader> OpenAsync(
        ImportRequest request, RegistryDeclaration register, CancellationToken cancellationToken) =>
        TableFiles.OpenAsync(files.Open(request.FileHash), request.FileName, register, cancellationToken);

    private IEnumerable<string> Report(long line, IReadOnlyList<RefusedValue> faults)
    {
        var said = faults.Select(f => (f.Column, Words: words.Of(f.Fault.Error))).ToList();
        yield return line.ToString(CultureInfo.InvariantCulture);
        yield return string.Join("; ", said.Select(s => s.Column).Where(c => c is not null).Distinct());
        yield return string.Join("; ", said.Select(s => s.Words.Title));
        yield return string.Join("; ", said.Select(s => s.Words.Mend).Distinct());
    }

    private static async Task RowAsync(CsvWriter csv, IEnumerable<string> cells, CancellationToken cancellationToken) =>
        await csv.WriteRecordAsync([.. cells.Select(SpreadsheetText.Harmless)], cancellationToken);
}
