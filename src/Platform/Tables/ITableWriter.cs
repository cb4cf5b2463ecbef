namespace Lingnan.Platform.Tables;

/// <summary>Writes a table of texts as a file, in constant memory.</summary>
public interface ITableWriter : IAsyncDisposable
{
    /// <summary>Writes a row, one text for each header.</summary>
    Task WriteAsync(IEnumerable<string> cells, CancellationToken cancellationToken);

    /// <summary>Completes the file.</summary>
    Task EndAsync(CancellationToken cancellationToken);
}

/// <summary>Texts in files that spreadsheets open.</summary>
public static class SpreadsheetText
{
    /// <summary>Spreadsheets run cells that begin like a formula; an apostrophe in front makes them text.</summary>
    public static string Harmless(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r'
        ? "'" + text
        : text;
}
