using System.Data.Common;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Storage;

/// <summary>A sealed value as kept: the sealed bytes and the blind index.</summary>
internal sealed record SealedCell(byte[] Bytes, string Index);

/// <summary>A version of a row as kept. <see cref="Cells"/> follow the declared fields: <see cref="string"/>,
/// <see cref="long"/> (scaled), <see cref="ShapeCell"/>, <see cref="SealedCell"/> or null.</summary>
internal sealed record StoredRow
{
    public required string Id { get; init; }
    public required string Key { get; init; }
    public required int Version { get; init; }
    public required string Action { get; init; }
    public required long RecordedAt { get; init; }
    public required string RecordedBy { get; init; }
    public required string RecorderId { get; init; }
    public string? Reason { get; init; }
    public long? ClosedAt { get; init; }
    public string? ImportId { get; init; }
    public long? ImportLine { get; init; }

    /// <summary>First day it holds, <c>yyyy-MM-dd</c>; null when it always has.</summary>
    public string? ValidFrom { get; init; }

    /// <summary>First day it no longer holds; null when it holds until told otherwise.</summary>
    public string? ValidTo { get; init; }

    /// <summary>When this was no longer believed; null while it is.</summary>
    public long? SupersededAt { get; init; }
    public required object?[] Cells { get; init; }

    private const int ShapeAt = 14;

    /// <summary>Reads the columns of <see cref="PhysicalTable.ColumnList"/>.</summary>
    public static StoredRow Read(DbDataReader reader, PhysicalTable table)
    {
        var cells = new object?[table.Fields.Count];
        var column = PhysicalTable.SystemColumns.Count;
        for (var i = 0; i < cells.Length; i++)
        {
            var field = table.Fields[i];
            cells[i] = reader.IsDBNull(column) ? null
                : field.IsSealed ? new SealedCell((byte[])reader.GetValue(column), reader.GetString(column + 1))
                : field.IsShape ? new ShapeCell((byte[])reader.GetValue(column))
                : field.IsWhole ? reader.GetInt64(column)
                : reader.GetString(column);
            column += field.Companion is null ? 1 : 2 + field.Bounds.Count;
        }
        var shape = reader.IsDBNull(ShapeAt) ? 0 : reader.GetInt64(ShapeAt);
        if (shape < table.Evolution.Shape) table.Evolution.Lift(cells, shape);
        return new StoredRow
        {
            Id = reader.GetString(0),
            Key = reader.GetString(1),
            Version = (int)reader.GetInt64(2),
            Action = reader.GetString(3),
            RecordedAt = reader.GetInt64(4),
            RecordedBy = reader.GetString(5),
            RecorderId = reader.GetString(6),
            Reason = reader.IsDBNull(7) ? null : reader.GetString(7),
            ClosedAt = reader.IsDBNull(8) ? null : reader.GetInt64(8),
            ImportId = reader.IsDBNull(9) ? null : reader.GetString(9),
            ImportLine = reader.IsDBNull(10) ? null : reader.GetInt64(10),
            ValidFrom = reader.IsDBNull(11) ? null : reader.GetString(11),
            ValidTo = reader.IsDBNull(12) ? null : reader.GetString(12),
            SupersededAt = reader.IsDBNull(13) ? null : reader.GetInt64(13),
            Cells = cells,
        };
    }

    /// <summary>Values in the order of <see cref="PhysicalTable.Columns"/>.</summary>
    public object?[] ToColumns(PhysicalTable table)
    {
        var values = new List<object?>(table.Columns.Count)
        {
            Id, Key, (long)Version, Action, RecordedAt, RecordedBy, RecorderId, Reason, ClosedAt, ImportId, ImportLine,
            ValidFrom, ValidTo, SupersededAt, (long)table.Evolution.Shape,
        };
        for (var i = 0; i < Cells.Length; i++)
        {
            var cell = Cells[i];
            if (table.Fields[i].IsShape)
            {
                values.AddRange(ShapeCell.Columns(cell as ShapeCell));
                continue;
            }
            var hasCompanion = table.Fields[i].Companion is not null;
            values.Add(cell is SealedCell s ? s.Bytes : cell);
            if (hasCompanion)
                values.Add(cell is SealedCell k ? k.Index : cell is string text ? Model.Pinyin.Key(text) : null);
        }
        foreach (var block in table.Blocks) values.Add(block.Hash(table, Cells));
        return [.. values];
    }
}

/// <summary>A version on its way into the table.</summary>
/// <param name="Row">The version.</param>
/// <param name="Columns">It in the order of <see cref="PhysicalTable.Columns"/>, made once: pinyin keys are not
/// cheap.</param>
internal sealed record WrittenRow(StoredRow Row, object?[] Columns)
{
    public static WrittenRow Of(PhysicalTable table, StoredRow row) => new(row, row.ToColumns(table));
}
