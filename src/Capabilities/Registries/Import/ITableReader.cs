using Lingnan.Kernel;

namespace Lingnan.Registries.Import;

/// <summary>A cell as read.</summary>
/// <param name="Text">Its text, or null when empty.</param>
/// <param name="Fault">Why what the file holds is no text at all, or null.</param>
/// <param name="IsAbsent">True when the row does not speak of the column, so that what exists stays;
/// an empty cell empties.</param>
internal readonly record struct TableCell(string? Text, Error? Fault = null, bool IsAbsent = false);

/// <summary>A row as read.</summary>
/// <param name="Line">Line of the file where it begins, or row of the sheet; from 1, counting the header.</param>
/// <param name="Cells">One for each header; empty when <paramref name="Fault"/> says why there are none.</param>
/// <param name="Fault">What is wrong with the row as a whole, or null.</param>
internal sealed record TableRow(long Line, IReadOnlyList<TableCell> Cells, Error? Fault = null);

/// <summary>Reads a table row by row in constant memory. What is wrong with the file as a whole is a
/// <see cref="TableFault"/>; what is wrong with a row is in the row, and reading goes on.</summary>
internal interface ITableReader : IAsyncDisposable
{
    /// <summary><c>csv</c>, <c>xlsx</c>, <c>jsonl</c> or <c>geojson</c>.</summary>
    string Format { get; }

    /// <summary>Encoding of a text, or null.</summary>
    string? Encoding { get; }

    /// <summary>Delimiter of a CSV, or null.</summary>
    string? Delimiter { get; }

    /// <summary>Headers, in order.</summary>
    IReadOnlyList<string> Headers { get; }

    /// <summary>Bytes of the file read so far (about).</summary>
    long BytesRead { get; }

    /// <summary>The rows below the header. Rows without any text are left out.</summary>
    IAsyncEnumerable<TableRow> ReadAsync(CancellationToken cancellationToken);
}

/// <summary>The file as a whole cannot be read as a table.</summary>
internal sealed class TableFault(Error error) : Exception(error.ToString())
{
    public Error Error { get; } = error;
}
