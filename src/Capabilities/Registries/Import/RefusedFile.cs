using System.Globalization;
using CsvHelper;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Files;
using Lingnan.Platform.Storage;
using Lingnan.Platform.Words;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Export;

namespace Lingnan.Registries.Import;

/// <summary>Refused rows as a file to mend and send again: the columns as they came, then what is wrong and how to mend it.</summary>
internal sealed class RefusedFile(IDatabase database, IFileStore files, ImportStore store, IWords words)
{
    private const int PageRows = 200;
    private static readonly string[] ReportColumns = ["_line", "_column", "_problem", "_how_to_mend"];

    public async Task WriteAsync(
        string jobId, ImportRequest request, RegistryDeclaration register, Stream target, CancellationToken cancellationToken)
    {
        await using var csv = CsvWriter.Create(target, new CsvWriterOptions { HasHeader = false, WriteByteOrderMark = true, NewLine = "\r\n" }, leaveOpen: true);
        var columns = await ColumnsAsync(request, register, cancellationToken);
        await RowAsync(csv, [.. columns.Select(c => c.Header), .. ReportColumns], cancellationToken);
        for (var after = 0L; ;)
        {
            await using var session = await database.ReadAsync(cancellationToken);
            var rows = await store.RowsAsync(session, jobId, after, PageRows);
            if (rows.Count == 0) break;
            var faults = (await ImportStore.FaultsAsync(session, jobId, rows[0].Line, PageRows)).Select(f => f.ToRefused()).ToLookup(f => f.Line);
            foreach (var (line, cells) in rows)
                await RowAsync(csv, [.. columns.Select(c => c.Index < cells.Count ? cells[c.Index] ?? "" : ""), .. Report(line, [.. faults[line]])], cancellationToken);
            after = rows[^1].Line;
        }
        await csv.FlushAsync(cancellationToken);
    }

    // The columns as they came; those of an earlier report are written anew.
    private async Task<List<(string Header, int Index)>> ColumnsAsync(
        ImportRequest request, RegistryDeclaration register, CancellationToken cancellationToken)
    {
        await using var reader = await TableFiles.OpenAsync(files.Open(request.FileHash), request.FileName, register, cancellationToken);
        return [.. reader.Headers.Select((h, i) => (h, i)).Where(c => !c.h.StartsWith(ColumnMap.ReportMark))];
    }

    private IEnumerable<string> Report(long line, IReadOnlyList<RefusedValue> faults)
    {
        var said = faults.Select(f => (f.Column, Words: words.Of(f.Fault.Error))).ToList();
        yield return line.ToString(CultureInfo.InvariantCulture);
        yield return string.Join("; ", said.Select(s => s.Column).Where(c => c is not null).Distinct());
        yield return string.Join("; ", said.Select(s => s.Words.Title));
        yield return string.Join("; ", said.Select(s => s.Words.Mend).Distinct());
    }

    private static async Task RowAsync(CsvWriter csv, IEnumerable<string> cells, CancellationToken cancellationToken) =>
        await csv.WriteRecordAsync([.. cells.Select(RecordWriters.Harmless)], cancellationToken);
}
