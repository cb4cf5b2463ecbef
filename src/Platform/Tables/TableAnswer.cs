using Microsoft.AspNetCore.Http;

namespace Lingnan.Platform.Tables;

/// <summary>A table as the answer to a request: a file that a browser keeps and a spreadsheet opens.</summary>
public static class TableAnswer
{
    /// <summary>Whether a table can be answered in this format; none asked for is CSV.</summary>
    public static bool Knows(string? format) => format is null or "csv" or "xlsx";

    /// <summary>Begins the answer. Nothing can be refused any more after it.</summary>
    /// <param name="http">Request.</param>
    /// <param name="format"><c>csv</c> or <c>xlsx</c>; null for CSV.</param>
    /// <param name="name">Name of the file without its ending, and of the sheet.</param>
    /// <param name="headers">Headers of the columns.</param>
    public static async Task<ITableWriter> OpenAsync(
        HttpContext http, string? format, string name, IReadOnlyList<string> headers)
    {
        var (stop, body) = (http.RequestAborted, http.Response.Body);
        http.Response.ContentType = format == "xlsx"
            ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}.{format ?? "csv"}\"";
        return format == "xlsx"
            ? await XlsxTableWriter.OpenAsync(body, name, headers, stop)
            : await CsvTableWriter.OpenAsync(body, headers, stop);
    }
}
