using Dapper;
using Lingnan.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace Lingnan.Testing;

/// <summary>Proves that an EF Core mapping says the same as the tables the SQL files made: columns, type, nullability,
/// keys.</summary>
public static class MappingProof
{
    /// <summary>Compares every mapped table of the context; fails naming each difference.</summary>
    public static async Task AssertMatchesAsync<TContext>(IDatabase database) where TContext : DbContext
    {
        var differences = await FindDifferencesAsync<TContext>(database);
        Xunit.Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    /// <summary>The differences, one sentence each.</summary>
    public static async Task<IReadOnlyList<string>> FindDifferencesAsync<TContext>(IDatabase database)
        where TContext : DbContext
    {
        await using var session = await database.ReadAsync();
        var differences = new List<string>();
        foreach (var table in session.Map<TContext>().Model.GetRelationalModel().Tables)
        {
            var actual = await ReadAsync(session, table.Name);
            if (actual.Count == 0) differences.Add($"{table.Name}: there is no such table");
            else Compare(table, actual, await UniqueAsync(session, table.Name), differences);
        }

        return differences;
    }

    private static void Compare(
        ITable table, IReadOnlyDictionary<string, Column> actual, IReadOnlySet<string> unique, List<string> differences)
    {
        var key = table.PrimaryKey?.Columns.Select(c => c.Name).ToHashSet() ?? [];
        foreach (var column in table.Columns)
        {
            var where = $"{table.Name}.{column.Name}";
            if (!actual.TryGetValue(column.Name, out var real))
            {
                differences.Add($"{where}: mapped, but not in the table");
                continue;
            }

            var mapped = Affinity(column.StoreType);
            if (mapped != Affinity(real.Type))
                differences.Add($"{where}: mapped as {mapped}, the table has {Affinity(real.Type)}");
            if (column.IsNullable == real.Required)
                differences.Add(
                    $"{where}: mapped as {(column.IsNullable ? "nullable" : "required")}, the table says otherwise");
            if (key.Contains(column.Name) != real.InKey) differences.Add($"{where}: primary key differs");
        }

        differences.AddRange(actual.Keys.Except(table.Columns.Select(c => c.Name))
            .Select(c => $"{table.Name}.{c}: in the table, but not mapped"));
        differences.AddRange(
            table.Indexes.Where(i => i.IsUnique).Select(i => string.Join(',', i.Columns.Select(c => c.Name).Order()))
                .Where(columns => !unique.Contains(columns))
                .Select(columns => $"{table.Name}: no unique index on {columns}"));
    }

    /// <summary>SQLite keeps every whole number in 64 bits, so widths are told apart only where the engine
    /// does.</summary>
    private static string Affinity(string type)
    {
        var name = type.Split('(')[0].Trim().ToLowerInvariant();
        return name is "text" or "character varying" or "varchar" or "character" ? "text" : name;
    }

    private static async Task<IReadOnlyDictionary<string, Column>> ReadAsync(DbSession session, string table)
    {
        var sql = session.Dialect.Engine == Engine.Sqlite
            ? """
              SELECT name AS Name, CASE WHEN type = 'BIGINT' THEN 'INTEGER' ELSE type END AS Type,
                     CASE WHEN "notnull" = 1 OR pk > 0 THEN 1 ELSE 0 END AS Required,
                     CASE WHEN pk > 0 THEN 1 ELSE 0 END AS InKey
              FROM pragma_table_info(@table)
              """
            : """
              SELECT a.attname::text AS Name, format_type(a.atttypid, a.atttypmod) AS Type,
                     CASE WHEN a.attnotnull THEN 1 ELSE 0 END AS Required,
                     CASE WHEN i.indrelid IS NULL THEN 0 ELSE 1 END AS InKey
              FROM pg_attribute a
              LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary AND a.attnum = ANY (i.indkey)
              WHERE a.attrelid = to_regclass(@table) AND a.attnum > 0 AND NOT a.attisdropped
              """;
        var columns = await session.Connection.QueryAsync<Column>(sql, new { table }, session.Transaction);
        return columns.ToDictionary(c => c.Name);
    }

    private static async Task<IReadOnlySet<string>> UniqueAsync(DbSession session, string table)
    {
        var sql = session.Dialect.Engine == Engine.Sqlite
            ? """
              SELECT l.name AS "Index", i.name AS "Column" FROM pragma_index_list(@table) l, pragma_index_info(l.name) i
              WHERE l."unique" = 1
              """
            : """
              SELECT i.indexrelid::text AS "Index", a.attname::text AS "Column"
              FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
              WHERE i.indrelid = to_regclass(@table) AND i.indisunique
              """;
        var rows = await session.Connection.QueryAsync<(string Index, string Column)>(
            sql, new { table }, session.Transaction);
        return rows.GroupBy(r => r.Index).Select(g => string.Join(',', g.Select(r => r.Column).Order())).ToHashSet();
    }

    private sealed record Column(string Name, string Type, bool Required, bool InKey);
}
