using System.Reflection;
using Dapper;
using Microsoft.Extensions.Logging;

namespace Lingnan.Platform.Storage;

/// <summary>
/// Brings the database to the schema of the program: forward only, one transaction per file, so that a kill in the
/// middle leaves whole files and the next run goes on. Two processes that start at once take turns.
/// </summary>
public sealed class SchemaRunner(IDatabase database, TimeProvider time, ILogger<SchemaRunner> logger)
{
    private const string CreateLedger = """
        CREATE TABLE IF NOT EXISTS platform_schema (
          series {text} NOT NULL,
          number BIGINT NOT NULL,
          name {text} NOT NULL,
          checksum {text} NOT NULL,
          applied_at BIGINT NOT NULL,
          PRIMARY KEY (series, number))
        """;

    /// <summary>Applies what is missing; Platform comes first, then the assemblies in the given order.</summary>
    /// <returns>How many files were applied; 0 when the schema was up to date.</returns>
    /// <exception cref="FaultException">A file was changed after it was applied, a number is missing, the database is
    /// newer than the program, or a file failed.</exception>
    public Task<int> RunAsync(IEnumerable<Assembly> assemblies, CancellationToken cancellationToken = default) =>
        ApplyAsync(SchemaFile.Find([typeof(SchemaRunner).Assembly, .. assemblies]), cancellationToken);

    internal async Task<int> ApplyAsync(IReadOnlyList<SchemaFile> files, CancellationToken cancellationToken)
    {
        var applied = 0;
        while (await ApplyNextAsync(files, cancellationToken) is { } file)
        {
            logger.LogInformation("Schema file {File} applied", file.Display);
            applied++;
        }

        return applied;
    }

    /// <summary>Applies the first missing file; null when there is none. What was applied is read again each time
    /// under the lock, since another process may have gone ahead.</summary>
    private async Task<SchemaFile?> ApplyNextAsync(IReadOnlyList<SchemaFile> files, CancellationToken cancellationToken)
    {
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("schema change by the program itself");
        if (database.Engine == Engine.Postgres)
            await ExecuteAsync(session, "SELECT pg_advisory_xact_lock(7310010001)", cancellationToken);
        await ExecuteAsync(session, session.Dialect.Expand(CreateLedger), cancellationToken);
        var known = await session.Connection.QueryAsync<Applied>(
            "SELECT series, number, name, checksum FROM platform_schema ORDER BY series, number",
            transaction: session.Transaction);
        var missing = FindMissing(files, known.ToDictionary(a => (a.Series, a.Number)));
        if (missing is null) return null;
        try
        {
            await ExecuteAsync(session, session.Dialect.Expand(missing.Sql), cancellationToken);
        }
        catch (Exception e) when (e is System.Data.Common.DbException && StorageFaults.Find(e) is null)
        {
            throw new FaultException(PlatformErrors.SchemaFailed(missing.Display, e.Message), e);
        }

        await session.Connection.ExecuteAsync(
            "INSERT INTO platform_schema (series, number, name, checksum, applied_at) VALUES (@Series, @Number, @Name, @Checksum, @At)",
            new { missing.Series, Number = (long)missing.Number, missing.Name, missing.Checksum,
                At = time.GetUtcNow() },
            session.Transaction);
        await session.CommitAsync(cancellationToken);
        return missing;
    }

    private static SchemaFile? FindMissing(IReadOnlyList<SchemaFile> files, Dictionary<(string, long), Applied> applied)
    {
        var unknown = new HashSet<(string, long)>(applied.Keys);
        SchemaFile? missing = null;
        foreach (var file in files)
        {
            if (!applied.TryGetValue((file.Series, file.Number), out var row))
            {
                missing ??= file;
                continue;
            }

            if (row.Checksum != file.Checksum) throw new FaultException(PlatformErrors.SchemaChanged(file.Display));
            unknown.Remove((file.Series, file.Number));
        }

        if (unknown.Count > 0)
        {
            var first = applied[unknown.Min()];
            throw new FaultException(
                PlatformErrors.SchemaNewer($"{first.Series}/{first.Number:0000}-{first.Name}.sql"));
        }

        return missing;
    }

    private static async Task ExecuteAsync(DbSession session, string sql, CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.Transaction = session.Transaction;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private sealed record Applied(string Series, long Number, string Name, string Checksum);
}
