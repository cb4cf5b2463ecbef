using System.Data.Common;
using Dapper;
using Lingnan.Platform.Storage;

namespace Lingnan.Registries.Storage;

/// <summary>An index that every write feeds and no reader uses.</summary>
internal sealed record BrokenIndex(string Table, string Name);

/// <summary>Makes indexes on PostgreSQL while rows are read and written. A build that was cut off leaves a broken
/// index, and a server may go on building for a program that was killed; both are cleared away.</summary>
internal sealed class IndexBuilds(IDatabase database)
{
    public async Task<IReadOnlyList<BrokenIndex>> BrokenAsync(CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        return
        [
            .. await session.Connection.QueryAsync<BrokenIndex>(new CommandDefinition(
                "SELECT t.relname AS Table, c.relname AS Name FROM pg_index i "
                + "JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid "
                + "JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema() "
                + "WHERE NOT i.indisvalid", cancellationToken: cancellationToken)),
        ];
    }

    public Task MakeAsync(IReadOnlyList<PhysicalIndex> indexes, CancellationToken cancellationToken) => AloneAsync(
        async session =>
        {
            foreach (var index in indexes)
            {
                await DropAsync(session, index.Name, cancellationToken);
                await RunAsync(
                    session, index.Sql.Replace("INDEX ", "INDEX CONCURRENTLY ", StringComparison.Ordinal),
                    cancellationToken);
            }
        }, cancellationToken);

    public Task DropAsync(string index, CancellationToken cancellationToken) =>
        AloneAsync(session => DropAsync(session, index, cancellationToken), cancellationToken);

    // Who builds the index now does so for a program that is gone: this one holds the lease of the job.
    private static async Task DropAsync(DbSession session, string index, CancellationToken cancellationToken)
    {
        await session.Connection.ExecuteAsync(new CommandDefinition(
            "SELECT pg_cancel_backend(pid) FROM pg_stat_progress_create_index "
            + "WHERE datname = current_database() AND index_relid = to_regclass(@index) AND pid <> pg_backend_pid()",
            new { index }, cancellationToken: cancellationToken));
        await RunAsync(session, $"DROP INDEX CONCURRENTLY IF EXISTS \"{index}\"", cancellationToken);
    }

    // Such statements stand outside of any transaction. The connection is for readers again afterwards.
    private async Task AloneAsync(Func<DbSession, Task> work, CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        await RunAsync(session, "SET default_transaction_read_only = off", cancellationToken);
        try
        {
            await work(session);
        }
        finally
        {
            try
            {
                await RunAsync(session, "RESET default_transaction_read_only", CancellationToken.None);
            }
            catch (DbException)
            {
                // The connection is lost, and nobody will get it again.
            }
        }
    }

    // A build takes as long as it takes.
    private static async Task RunAsync(DbSession session, string sql, CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
