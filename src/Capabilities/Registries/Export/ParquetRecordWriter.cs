using Lingnan.PackKit.Registries;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Model;
using Parquet;
using Parquet.Schema;

namespace Lingnan.Registries.Export;

/// <summary>
/// Apache Parquet with typed columns, named as in the API. Rows leave in groups of a fixed size,
/// so memory does not grow with the register. A masked number or date has no text to stand in for it: it is null,
/// and <c>_masked</c> names it; <c>_unreadable</c> names what does not open, with the cause.
/// </summary>
internal sealed class ParquetRecordWriter : IRecordWriter
{
    private const int GroupRows = 20_000;

    private readonly Stream _target;
    private readonly ParquetWriter _writer;
    private readonly IReadOnlyList<(DataField Field, Func<Record, object?> Value)> _columns;
    private readonly List<object?[]> _rows = new(GroupRows);

    private ParquetRecordWriter(
        Stream target, ParquetWriter writer, IReadOnlyList<(DataField, Func<Record, object?>)> columns) =>
        (_target, _writer, _columns) = (target, writer, columns);

    public static async Task<ParquetRecordWriter> OpenAsync(
        Stream target, RegistryDeclaration register, CancellationToken cancellationToken)
    {
        (DataField, Func<Record, object?>)[] columns =
        [
            (new DataField<string>("id", nullable: false), r => r.Id),
            (new DataField<int>("version"), r => r.Version),
            (new DateTimeDataField(
                "recordedAt", DateTimeFormat.Timestamp, isAdjustedToUTC: true, DateTimeTimeUnit.Micros,
                isNullable: false),
                r => r.RecordedAt.UtcDateTime),
            .. register.Fields.Select(Column),
            (new DataField<string>("_masked", nullable: true),
                r => r.Masked.Count == 0 ? null : string.Join(',', r.Masked.Order(StringComparer.Ordinal))),
            (new DataField<string>("_unreadable", nullable: true),
                r => r.Unreadable is not { } fields ? null
                    : string.Join(',', fields.OrderBy(f => f.Key, StringComparer.Ordinal)
                        .Select(f => $"{f.Key}:{f.Value}"))),
        ];
        var writer = await ParquetWriter.CreateAsync(
            new ParquetSchema(columns.Select(c => (Field)c.Item1)), target, cancellationToken: cancellationToken);
        return new ParquetRecordWriter(target, writer, columns);
    }

    public async Task WriteAsync(Record record, CancellationToken cancellationToken)
    {
        _rows.Add([.. _columns.Select(c => c.Value(record))]);
        if (_rows.Count == GroupRows) await GroupAsync(cancellationToken);
    }

    public async Task EndAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count > 0) await GroupAsync(cancellationToken);
        await _writer.DisposeAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task GroupAsync(CancellationToken cancellationToken)
    {
        using var group = _writer.CreateRowGroup();
        for (var i = 0; i < _columns.Count; i++)
        {
            var (field, column) = (_columns[i].Field, i);
            if (field is DecimalDataField) await WriteAsync<decimal>(group, field, column, cancellationToken);
            else if (field is DateTimeDataField) await WriteAsync<DateTime>(group, field, column, cancellationToken);
            else if (field.ClrType == typeof(DateOnly))
                await WriteAsync<DateOnly>(group, field, column, cancellationToken);
            else if (field.ClrType == typeof(int)) await WriteAsync<int>(group, field, column, cancellationToken);
            else await group.WriteAsync(field, [.. _rows.Select(r => (string?)r[column])!]);
            await _target.FlushAsync(cancellationToken);
        }
        group.CompleteValidate();
        _rows.Clear();
    }

    private async Task WriteAsync<T>(
        ParquetRowGroupWriter group, DataField field, int column, CancellationToken cancellationToken) where T : struct
    {
        if (field.IsNullable)
            await group.WriteAsync<T>(
                field, _rows.Select(r => (T?)r[column]).ToArray().AsMemory(), cancellationToken: cancellationToken);
        else
            await group.WriteAsync<T>(
                field, _rows.Select(r => (T)r[column]!).ToArray().AsMemory(), cancellationToken: cancellationToken);
    }

    private static (DataField, Func<Record, object?>) Column(FieldDeclaration field)
    {
        object? Value(Record record) => record.Values.GetValueOrDefault(field.Name);
        return field.Type switch
        {
            FieldType.Number or FieldType.Money => (
                new DecimalDataField(field.Name, 18, Canonical.Scale(field), isNullable: true),
                r => Value(r) as decimal?),
            FieldType.Date => (new DataField<DateOnly>(field.Name, nullable: true), r => Value(r) as DateOnly?),
            _ => (new DataField<string>(field.Name, nullable: true), r => Canonical.Text(Value(r))),
        };
    }
}
