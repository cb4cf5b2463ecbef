using System.Data;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace Lingnan.Platform.Storage;

/// <summary>The quickest way of each engine to insert many rows inside a transaction.</summary>
internal static class BulkInsert
{
    /// <summary>One statement, prepared once.</summary>
    public static async Task PreparedAsync(
        DbSession session, string table, IReadOnlyList<BulkColumn> columns, IEnumerable<object?[]> rows,
        CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = $"INSERT INTO {table} ({Names(columns)}) "
            + $"VALUES ({string.Join(", ", columns.Select((_, i) => Parameter(i)))})";
        for (var i = 0; i < columns.Count; i++)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = Parameter(i);
            parameter.DbType = columns[i].Type;
            command.Parameters.Add(parameter);
        }
        await command.PrepareAsync(cancellationToken);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) command.Parameters[i].Value = row[i] ?? DBNull.Value;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>PostgreSQL's binary COPY.</summary>
    public static async Task CopyAsync(
        DbSession session, string table, IReadOnlyList<BulkColumn> columns, IEnumerable<object?[]> rows,
        CancellationToken cancellationToken)
    {
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

    private static string Names(IReadOnlyList<BulkColumn> columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string Parameter(int index) => "@p" + index.ToString(CultureInfo.InvariantCulture);
}
