using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Storage;

/// <summary>What PostgreSQL is to know of the expressions that lists are filtered and ordered by. It gathers such
/// statistics with an index but does not use those of an index that leaves rows out, and then takes a name that all
/// rows begin with for a rare one: it sorts a million rows where the first fifty of an index were the
/// answer.</summary>
internal sealed class ExpressionStatistics(IDatabase database)
{
    /// <summary>Declares what is missing and, where there are rows already, has it gathered.</summary>
    public async Task EnsureAsync(IEnumerable<PhysicalTable> tables, CancellationToken cancellationToken)
    {
        if (database.Engine != Engine.Postgres) return;
        await using var session = await database.WriteAsync(cancellationToken);
        session.Unaudited("statistics of declared registers, made by the program itself");
        var there = (await session.Connection.QueryAsync<string>(new CommandDefinition(
            "SELECT stxname FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace "
            + "AND n.nspname = current_schema()",
            transaction: session.Transaction, cancellationToken: cancellationToken))).ToHashSet(StringComparer.Ordinal);
        foreach (var table in tables)
        {
            var missing = table.Statistics.Where(s => !there.Contains(s.Name)).ToList();
            foreach (var one in missing) await RunAsync(session, one.Sql, cancellationToken);
            if (missing.Count > 0) await RunAsync(session, $"ANALYZE {table.Name}", cancellationToken);
        }
        await session.CommitAsync(cancellationToken);
    }

    private static Task RunAsync(DbSession session, string sql, CancellationToken cancellationToken) =>
        session.Connection.ExecuteAsync(new CommandDefinition(
            sql, transaction: session.Transaction, commandTimeout: 0, cancellationToken: cancellationToken));
}
