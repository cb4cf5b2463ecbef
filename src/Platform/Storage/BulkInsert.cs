using System.Data;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Lingnan.Platform.Storage;

/// <summary>The quickest way of each engine to insert many rows inside a transaction.</summary>
internal static class BulkInsert
{
    private const int CopyRowsMin = 20;

    /// <summary>One statement of the embedded engine, prepared once.</summary>
    public static void Prepared(
        DbSession session, string table, IReadOnlyList<BulkColumn> columns, IReadOnlyCollection<object?[]> rows,
        CancellationToken cancellationToken) =>
        SqliteInsert.Run(session, InsertSql(table, columns), rows, cancellationToken);

    /// <summary>PostgreSQL's binary COPY; a few rows go together in one round trip, which COPY does not
    /// manage.</summary>
    public static async Task CopyAsync(
        DbSession session, string table, IReadOnlyList<BulkColumn> columns, IReadOnlyCollection<object?[]> rows,
        CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        if (rows.Count < CopyRowsMin)
        {
            await BatchAsync(session, table, columns, rows, cancellationToken);
            return;
        }
        var types = columns.Select(c => TypeOf(c.Type)).ToArray();
        await using var copy = await ((NpgsqlConnection)session.Connection).BeginBinaryImportAsync(
            $"COPY {table} ({Names(columns)}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellationToken);
            for (var i = 0; i < row.Length; i++)
            {
                if (row[i] is null) await copy.WriteNullAsync(cancellationToken);
                else await WriteAsync(copy, row[i]!, types[i], cancellationToken);
            }
        }
        await copy.CompleteAsync(cancellationToken);
    }

    private static async Task BatchAsync(
        DbSession session, string table, IReadOnlyList<BulkColumn> columns, IReadOnlyCollection<object?[]> rows,
        CancellationToken cancellationToken)
    {
        await using var batch = session.Connection.CreateBatch();
        batch.Transaction = session.Transaction;
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = InsertSql(table, columns);
            for (var i = 0; i < row.Length; i++)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.DbType) = (Parameter(i), columns[i].Type);
                parameter.Value = row[i] ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static Task WriteAsync(
        NpgsqlBinaryImporter copy, object value, NpgsqlDbType type, CancellationToken cancellationToken) => value switch
    {
        string text => copy.WriteAsync(text, type, cancellationToken),
        long number => copy.WriteAsync(number, type, cancellationToken),
        byte[] bytes => copy.WriteAsync(bytes, type, cancellationToken),
        _ => throw new ArgumentException($"No column takes a {value.GetType().Name}.", nameof(value)),
    };

    private static NpgsqlDbType TypeOf(DbType type) => type switch
    {
        DbType.String => NpgsqlDbType.Text,
        DbType.Int64 => NpgsqlDbType.Bigint,
        DbType.Binary => NpgsqlDbType.Bytea,
        _ => throw new ArgumentException($"No column is of type {type}.", nameof(type)),
    };

    private static string InsertSql(string table, IReadOnlyList<BulkColumn> columns) =>
        $"INSERT INTO {table} ({Names(columns)}) VALUES ({string.Join(", ", columns.Select((_, i) => Parameter(i)))})";

    private static string Names(IReadOnlyList<BulkColumn> columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string Parameter(int index) => "@p" + index.ToString(CultureInfo.InvariantCulture);
}
