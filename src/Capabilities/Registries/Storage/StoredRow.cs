using System.Data.Common;
using Lingnan.Registries.Shapes;

namespace Lingnan.Registries.Storage;

/// <summary>A sealed value as kept: the sealed bytes and the blind index, which is empty where a row is read only to be
/// shown.</summary>
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

    /// <summary>The step of change up to which it was written; what is made now knows them all.</summary>
    public long Shape { get; init; } = long.MaxValue;

    /// <summary>Reads what <paramref name="read"/> takes; texts that it leaves out are empty.</summary>
    public static StoredRow Read(DbDataReader reader, PhysicalTable table, RowRead read)
    {
        var cells = new object?[table.Fields.Count];
        // In the order of the columns: a reader that goes back to one begins at the start of the row again.
        var row = new StoredRow
        {
            Id = reader.GetString(read.System(0)),
            Key = Text(reader, read.System(1)) ?? "",
            Version = (int)reader.GetInt64(read.System(2)),
            Action = Text(reader, read.System(3)) ?? "",
            RecordedAt = reader.GetInt64(read.System(4)),
            RecordedBy = Text(reader, read.System(5)) ?? "",
            RecorderId = Text(reader, read.System(6)) ?? "",
            Reason = Text(reader, read.System(7)),
            ClosedAt = Number(reader, read.System(8)),
            ImportId = Text(reader, read.System(9)),
            ImportLine = Number(reader, read.System(10)),
            ValidFrom = Text(reader, read.System(11)),
            ValidTo = Text(reader, read.System(12)),
            SupersededAt = Number(reader, read.System(13)),
            Shape = table.Evolution.Shape > 0 ? Number(reader, read.System(14)) ?? 0 : 0,
            Cells = cells,
        };
        for (var i = 0; i < cells.Length; i++)
            if (read.Field(i) is >= 0 and var at && !reader.IsDBNull(at))
                cells[i] = Cell(reader, at, table.Fields[i], read);
        if (row.Shape < table.Evolution.Shape) table.Evolution.Lift(cells, row.Shape);
        return row;
    }

    private static object Cell(DbDataReader reader, int at, PhysicalField field, RowRead read) =>
        field.IsSealed
            ? new SealedCell((byte[])reader.GetValue(at), read.HasBlindIndexes ? reader.GetString(at + 1) : "")
            : field.IsShape ? new ShapeCell((byte[])reader.GetValue(at))
            : field.IsWhole ? reader.GetInt64(at)
            : reader.GetString(at);

    private static string? Text(DbDataReader reader, int at) =>
        at < 0 || reader.IsDBNull(at) ? null : reader.GetString(at);

    private static long? Number(DbDataReader reader, int at) =>
        at < 0 || reader.IsDBNull(at) ? null : reader.GetInt64(at);

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
