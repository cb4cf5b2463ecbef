using System.Data;
using System.Data.Common;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Lingnan.Platform.Storage;

/// <summary>The server size: PostgreSQL 15 or later. Reads are repeatable read and read-only,
/// writes read committed.</summary>
internal sealed class PostgresDatabase : SessionEngine, IDatabase, IAsyncDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly IServiceProvider _services;

    public PostgresDatabase(CityOptions options, IServiceProvider services)
    {
        _services = services;
        _source = new NpgsqlDataSourceBuilder(PostgresUrl.Parse(options.DatabaseUrl!).ConnectionString).Build();
    }

    public Engine Engine => Engine.Postgres;

    public override Dialect Dialect => PostgresDialect.Instance;

    public override IAuditAppender AuditAppender => _services.GetRequiredService<IAuditAppender>();

    public override IOutboxWriter OutboxWriter => _services.GetRequiredService<IOutboxWriter>();

    public async Task<DbSession> ReadAsync(CancellationToken cancellationToken = default)
    {
        var session = await BeginAsync(IsolationLevel.RepeatableRead, canWrite: false, cancellationToken);
        try
        {
            await using var command = session.Connection.CreateCommand();
            command.CommandText = "SET TRANSACTION READ ONLY";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public Task<DbSession> WriteAsync(CancellationToken cancellationToken = default) =>
        BeginAsync(IsolationLevel.ReadCommitted, canWrite: true, cancellationToken);

    public override void Use(DbContextOptionsBuilder builder, DbConnection connection) => builder.UseNpgsql(connection);

    public override async Task<bool> HasWrittenAsync(RelationalSession session, CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL";
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private async Task<DbSession> BeginAsync(IsolationLevel level, bool canWrite, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await _source.OpenConnectionAsync(cancellationToken);
            var transaction = await connection.BeginTransactionAsync(level, cancellationToken);
            return new RelationalSession(this, connection, transaction, canWrite, null);
        }
        catch (Exception e)
        {
            if (connection is not null) await connection.DisposeAsync();
            if (StorageFaults.Find(e) is { } error) throw new FaultException(error, e);
            throw;
        }
    }
}
