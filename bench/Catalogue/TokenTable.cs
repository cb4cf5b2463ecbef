using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace Lingnan.Bench.Catalogue;

/// <summary>The peer: words of all resources as rows of a table with an index, searched and counted by SQL.</summary>
internal sealed class TokenTable : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;

    private TokenTable(NpgsqlDataSource database) => _database = database;

    public static async Task<TokenTable> CreateAsync(string connection, int count)
    {
        var table = new TokenTable(NpgsqlDataSource.Create(connection));
        await table.RunAsync(
            """
            CREATE TABLE bench_facets (id INT PRIMARY KEY, provider TEXT, share TEXT, cycle TEXT, town TEXT);
            CREATE TABLE bench_tokens (token TEXT COLLATE "C", id INT, weight INT);
            """);
        await using (var open = await table._database.OpenConnectionAsync())
        {
            await using (var facets = await open.BeginBinaryImportAsync("COPY bench_facets FROM STDIN (FORMAT BINARY)"))
            {
                for (var i = 0; i < count; i++)
                {
                    var s = SampleResources.Of(i);
                    await facets.StartRowAsync();
                    await facets.WriteAsync(i, NpgsqlDbType.Integer);
                    foreach (var value in new[] { s.Bureau, s.Share, s.Cycle, s.Town })
                        await facets.WriteAsync(value, NpgsqlDbType.Text);
                }
                await facets.CompleteAsync();
            }
            await using var tokens = await open.BeginBinaryImportAsync("COPY bench_tokens FROM STDIN (FORMAT BINARY)");
            for (var i = 0; i < count; i++)
                foreach (var (token, weight) in Weighted(SampleResources.Of(i)))
                {
                    await tokens.StartRowAsync();
                    await tokens.WriteAsync(token, NpgsqlDbType.Text);
                    await tokens.WriteAsync(i, NpgsqlDbType.Integer);
                    await tokens.WriteAsync(weight, NpgsqlDbType.Integer);
                }
            await tokens.CompleteAsync();
        }
        await table.RunAsync(
            """
            CREATE UNIQUE INDEX ON bench_tokens (token, id) INCLUDE (weight);
            VACUUM ANALYZE bench_tokens, bench_facets
            """);
        return table;
    }

    public async Task AskAsync(long number)
    {
        var (text, share) = SampleResources.Question(number);
        var tokens = Cut(text).Distinct().ToArray();
        await using var command = _database.CreateCommand(
            """
            WITH hits AS (SELECT id, SUM(weight) AS score FROM bench_tokens WHERE token = ANY ($1)
              GROUP BY id HAVING COUNT(*) = $2),
            found AS MATERIALIZED (SELECT h.score, f.* FROM hits h JOIN bench_facets f ON f.id = h.id
              WHERE $3 IS NULL OR f.share = $3)
            SELECT provider, share, cycle, town, COUNT(*) FROM found
            GROUP BY GROUPING SETS ((provider), (share), (cycle), (town))
            UNION ALL (SELECT id::TEXT, NULL, NULL, NULL, score FROM found ORDER BY score DESC, id LIMIT 21)
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = tokens });
        command.Parameters.Add(new NpgsqlParameter { Value = tokens.Length });
        command.Parameters.Add(
            new NpgsqlParameter { Value = (object?)share ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync()) _ = reader.IsDBNull(0);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private static Dictionary<string, int> Weighted(SampleResources.Sample s)
    {
        var tokens = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (text, weight) in new[]
        {
            (s.Title, 8), (s.English, 8), (s.Bureau, 3), (s.BureauEnglish, 3), (s.Summary, 1),
            (string.Join(' ', s.Items), 2),
        })
            foreach (var token in Cut(text)) tokens[token] = Math.Max(weight, tokens.GetValueOrDefault(token));
        return tokens;
    }

    private static IEnumerable<string> Cut(string text)
    {
        var word = new StringBuilder();
        var before = '\0';
        foreach (var c in text.ToLowerInvariant() + ' ')
        {
            var isHan = c >= 0x3400;
            if (isHan && before != '\0') yield return $"{before}{c}";
            before = isHan ? c : '\0';
            if (!isHan && char.IsAsciiLetterOrDigit(c)) word.Append(c);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }

    private async Task RunAsync(string sql)
    {
        foreach (var statement in sql.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            await using var command = _database.CreateCommand(statement);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }
}
