using Lingnan.PackKit.Registries;
using Lingnan.Platform.Tables;
using Lingnan.Registries.Contracts;

namespace Lingnan.Registries.Export;

/// <summary>Rows as a table of texts, one column for each declared field.</summary>
internal sealed class TableRecordWriter(ITableWriter table, RegistryDeclaration register) : IRecordWriter
{
    public Task WriteAsync(Record record, CancellationToken cancellationToken) =>
        table.WriteAsync(RecordWriters.Cells(register, record), cancellationToken);

    public Task EndAsync(CancellationToken cancellationToken) => table.EndAsync(cancellationToken);

    public ValueTask DisposeAsync() => table.DisposeAsync();
}
