using System.Data.Common;
using System.Globalization;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Changes;

namespace Lingnan.Registries.Storage;

/// <summary>Statements over many rows.</summary>
internal static class RowCommands
{
    /// <summary>Values of one statement's list: both engines allow many thousands,
    /// but plans grow with the list.</summary>
    private const int ListMax = 500;

    private const int RoundTripRows = 100;

    /// <summary>From here on the engine's own way for many rows is quicker than statements sent together.</summary>
    private const int BulkRowsMin = 20;

    public static async Task<IReadOnlyList<StoredRow>> SelectAsync(
        DbSession session, PhysicalTable table, SqlText sql, CancellationToken cancellationToken)
    {
        var rows = new List<StoredRow>();
        await using var command = sql.Command(session);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken)) rows.Add(StoredRow.Read(reader, table, table.Whole));
        return rows;
    }

    /// <summary>Versions of a row in the order in which they were recorded, from this one on.</summary>
    public static Task<IReadOnlyList<StoredRow>> VersionsAsync(
        DbSession session, PhysicalTable table, string id, long from, CancellationToken cancellationToken)
    {
        var sql = new SqlText();
        var (name, version) = (sql.Parameter(id), sql.Parameter(from));
        sql.Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE id = {name} AND version >= {version} UNION ALL ")
            .Append($"SELECT {table.ColumnList} FROM {table.History} WHERE id = {name} AND version >= {version} ")
            .Append("ORDER BY version");
        return SelectAsync(session, table, sql, cancellationToken);
    }

    /// <summary>Lets no other writer at the register until commit.</summary>
    public static async Task KeepToOurselvesAsync(
        DbSession session, PhysicalTable table, CancellationToken cancellationToken)
    {
        var sql = session.Dialect.KeepToOurselves(table.Name);
        if (sql.Length > 0) await ExecuteAsync(session, new SqlText().Append(sql), cancellationToken);
    }

    /// <summary>Current rows whose <paramref name="column"/> is one of the values, closed ones only by id.</summary>
    public static async Task<IReadOnlyList<StoredRow>> FindAsync(
        DbSession session, PhysicalTable table, string column, IReadOnlyCollection<string> values,
        CancellationToken cancellationToken)
    {
        var rows = new List<StoredRow>();
        foreach (var chunk in values.Distinct(StringComparer.Ordinal).Chunk(ListMax))
        {
            var sql = new SqlText().Append($"SELECT {table.ColumnList} FROM {table.Name} WHERE ")
                .AppendIn(column, chunk);
            if (column != "id") sql.Append(" AND closed_at IS NULL");
            if (session.CanWrite) sql.Append(" " + session.Dialect.ForUpdate);
            rows.AddRange(await SelectAsync(session, table, sql, cancellationToken));
        }
        return rows;
    }

    /// <summary>Pairs of two text columns of current rows whose <paramref name="column"/> is one of the
    /// values.</summary>
    public static async Task<IReadOnlyList<(string Value, string Id)>> FindPairsAsync(
        DbSession session, string table, string column, IReadOnlyCollection<string> values,
        CancellationToken cancellationToken)
    {
        var pairs = new List<(string, string)>();
        foreach (var chunk in values.Distinct(StringComparer.Ordinal).Chunk(ListMax))
        {
            var sql = new SqlText().Append($"SELECT {column}, id FROM {table} WHERE closed_at IS NULL AND ")
                .AppendIn(column, chunk);
            await using var command = sql.Command(session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken)) pairs.Add((reader.GetString(0), reader.GetString(1)));
        }
        return pairs;
    }

    /// <summary>As <see cref="FindPairsAsync"/> for a column of whole numbers.</summary>
    public static async Task<IReadOnlyList<(string Value, string Id)>> FindNumbersAsync(
        DbSession session, string table, string column, IReadOnlyCollection<string> values,
        CancellationToken cancellationToken)
    {
        var pairs = new List<(string, string)>();
        foreach (var chunk in values.Distinct(StringComparer.Ordinal).Chunk(ListMax))
        {
            var sql = new SqlText().Append(
                $"SELECT {column}, id FROM {table} WHERE closed_at IS NULL AND {column} IN (");
            sql.Append(string.Join(", ", chunk.Select(v => sql.Parameter(long.Parse(v, CultureInfo.InvariantCulture)))))
                .Append(")");
            await using var command = sql.Command(session);
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                pairs.Add((reader.GetInt64(0).ToString(CultureInfo.InvariantCulture), reader.GetString(1)));
        }
        return pairs;
    }

    public static async Task<int> ExecuteAsync(DbSession session, SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = sql.Command(session);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static async Task<object?> ScalarAsync(DbSession session, SqlText sql, CancellationToken cancellationToken)
    {
        await using var command = sql.Command(session);
        var value = await command.ExecuteScalarAsync(cancellationToken);
        return value is DBNull ? null : value;
    }

    /// <summary>Copies current rows into the history as no longer believed, before they are replaced.</summary>
    public static async Task KeepAsync(
        DbSession session, PhysicalTable table, IEnumerable<string> ids, long now, CancellationToken cancellationToken)
    {
        foreach (var chunk in ids.Chunk(ListMax))
        {
            var sql = new SqlText();
            // Recorded time never runs backwards in a row's history, whatever the machine's clock does.
            var at = $"CASE WHEN recorded_at > {sql.Parameter(now)} THEN recorded_at ELSE {sql.Parameter(now)} END";
            var values = table.Columns.Select(c => c.Name == "superseded_at" ? at : c.Name);
            sql.Append($"INSERT INTO {table.History} ({table.ColumnList}) SELECT {string.Join(", ", values)} ")
                .Append($"FROM {table.Name} WHERE ").AppendIn("id", chunk);
            await ExecuteAsync(session, sql, cancellationToken);
        }
    }

    /// <summary>Inserts new rows, whose columns are made as each is sent.</summary>
    public static async Task InsertAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, Func<int, object?[]> columns,
        CancellationToken cancellationToken)
    {
        await InsertAsync(session, table, table.Name, new ColumnsOnTheWay(rows.Count, columns), cancellationToken);
        await ChangeNotes.AddAsync(session, table, rows, cancellationToken);
    }

    /// <summary>Puts versions straight into the history: those that hold on other days than the current row.</summary>
    public static Task InsertHistoryAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<StoredRow> rows, CancellationToken cancellationToken) =>
        InsertAsync(session, table, table.History, [.. rows.Select(r => r.ToColumns(table))], cancellationToken);

    private static Task InsertAsync(
        DbSession session, PhysicalTable table, string into, IReadOnlyCollection<object?[]> rows,
        CancellationToken cancellationToken) =>
        rows.Count > BulkRowsMin
            ? session.Dialect.InsertManyAsync(session, into, table.BulkColumns, rows, cancellationToken)
            : EachAsync(session, table,
            $"INSERT INTO {into} ({table.ColumnList}) VALUES ({string.Join(", ", table.Columns.Select((_, i) => Name(i)))})",
            [.. rows], cancellationToken);

    public static async Task UpdateAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<WrittenRow> rows, CancellationToken cancellationToken)
    {
        await EachAsync(session, table,
            $"UPDATE {table.Name} SET {string.Join(", ", table.Columns.Skip(1).Select((c, i) =>
                $"{c.Name} = {Name(i + 1)}"))} WHERE id = {Name(0)}",
            [.. rows.Select(r => r.Columns)], cancellationToken);
        await ChangeNotes.AddAsync(session, table, [.. rows.Select(r => r.Row)], cancellationToken);
    }

    /// <summary>Writes only these columns of current rows, which stay the versions they are.</summary>
    public static Task FillAsync(
        DbSession session, PhysicalTable table, IReadOnlyList<PhysicalColumn> columns, IReadOnlyList<WrittenRow> rows,
        CancellationToken cancellationToken)
    {
        var names = columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        var set = table.Columns.Index().Where(c => names.Contains(c.Item.Name)).Select(
            c => $"{c.Item.Name} = {Name(c.Index)}");
        return EachAsync(
            session, table, $"UPDATE {table.Name} SET {string.Join(", ", set)} WHERE id = {Name(0)}",
            [.. rows.Select(r => r.Columns)], cancellationToken);
    }

    // One statement for many rows: sent together where the driver can, else prepared once and run again and again.
    private static async Task EachAsync(
        DbSession session, PhysicalTable table, string sql, IReadOnlyList<object?[]> rows,
        CancellationToken cancellationToken)
    {
        if (rows.Count == 0) return;
        if (session.Connection.CanCreateBatch)
        {
            foreach (var chunk in rows.Chunk(RoundTripRows))
                await BatchAsync(session, table, sql, chunk, cancellationToken);
            return;
        }
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        AddParameters(table, command.CreateParameter, command.Parameters);
        await command.PrepareAsync(cancellationToken);
        foreach (var row in rows)
        {
            Fill(command.Parameters, row);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static async Task BatchAsync(
        DbSession session, PhysicalTable table, string sql, object?[][] rows, CancellationToken cancellationToken)
    {
        await using var batch = session.Connection.CreateBatch();
        batch.Transaction = session.Transaction;
        foreach (var row in rows)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            AddParameters(table, command.CreateParameter, command.Parameters);
            Fill(command.Parameters, row);
            batch.BatchCommands.Add(command);
        }
        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    private static void AddParameters(PhysicalTable table, Func<DbParameter> create, DbParameterCollection parameters)
    {
        for (var i = 0; i < table.Columns.Count; i++)
        {
            var parameter = create();
            parameter.ParameterName = Name(i);
            parameter.DbType = table.Columns[i].Type;
            parameters.Add(parameter);
        }
    }

    private static void Fill(DbParameterCollection parameters, object?[] values)
    {
        for (var i = 0; i < values.Length; i++) parameters[i].Value = values[i] ?? DBNull.Value;
    }

    private static string Name(int index) => "@p" + index.ToString(CultureInfo.InvariantCulture);
}
