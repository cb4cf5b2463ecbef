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
    private readonly NpgsqlDataSource _reading;
    private readonly IServiceProvider _services;

    public PostgresDatabase(CityOptions options, IServiceProvider services)
    {
        _services = services;
        var url = PostgresUrl.Parse(options.DatabaseUrl!);
        _source = new NpgsqlDataSourceBuilder(url.ConnectionString).Build();
        // Connections that refuse to write for good, so that a reading session need not say so each time.
        url.Options = $"{url.Options} -c default_transaction_read_only=on".TrimStart();
        _reading = new NpgsqlDataSourceBuilder(url.ConnectionString).Build();
    }

    public Engine Engine => Engine.Postgres;

    public override Dialect Dialect => PostgresDialect.Instance;

    public override IAuditAppender AuditAppender => _services.GetRequiredService<IAuditAppender>();

    public override IOutboxWriter OutboxWriter => _services.GetRequiredService<IOutboxWriter>();

    public Task<DbSession> ReadAsync(CancellationToken cancellationToken = default) =>
        BeginAsync(_reading, IsolationLevel.RepeatableRead, canWrite: false, cancellationToken);

    public Task<DbSession> PeekAsync(CancellationToken cancellationToken = default) =>
        BeginAsync(_reading, null, canWrite: false, cancellationToken);

    public Task<DbSession> WriteAsync(CancellationToken cancellationToken = default) =>
        BeginAsync(_source, IsolationLevel.ReadCommitted, canWrite: true, cancellationToken);

    /// <summary>A connection for one statement that is a transaction by itself.</summary>
    public ValueTask<NpgsqlConnection> ConnectAsync() => _source.OpenConnectionAsync();

    public override void Use(DbContextOptionsBuilder builder, DbConnection connection) => builder.UseNpgsql(connection);

    public override async Task<bool> HasWrittenAsync(RelationalSession session, CancellationToken cancellationToken)
    {
        await using var command = session.Connection.CreateCommand();
        command.CommandText = "SELECT pg_current_xact_id_if_assigned() IS NOT NULL";
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _reading.DisposeAsync();
    }

    private async Task<DbSession> BeginAsync(
        NpgsqlDataSource source, IsolationLevel? level, bool canWrite, CancellationToken cancellationToken)
    {
        NpgsqlConnection? connection = null;
        try
        {
            connection = await source.OpenConnectionAsync(cancellationToken);
            var transaction = level is { } isolation
                ? await connection.BeginTransactionAsync(isolation, cancellationToken)
                : null;
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
