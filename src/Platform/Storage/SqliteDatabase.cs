using System.Data;
using System.Data.Common;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Events;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SQLitePCL;

namespace Lingnan.Platform.Storage;

/// <summary>
/// The embedded size: one file in WAL mode. Writers queue in this process (first come, first served) and so never
/// meet a busy database; readers run beside them on a snapshot.
/// </summary>
internal sealed class SqliteDatabase : SessionEngine, IDatabase, IDisposable
{
    public const string FileName = "lingnan.db";

    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly string _readString;
    private readonly string _writeString;
    private readonly IServiceProvider _services;

    public SqliteDatabase(CityOptions options, IServiceProvider services)
    {
        _services = services;
        Directory.CreateDirectory(options.DataFolder);
        Path = System.IO.Path.Combine(options.DataFolder, FileName);
        // Two strings, so that the provider keeps two pools: a reading connection refuses to write for good.
        _writeString = ConnectionString(new SqliteConnectionStringBuilder { DefaultTimeout = 30 });
        _readString = ConnectionString(new SqliteConnectionStringBuilder { DefaultTimeout = 31 });
    }

    /// <summary>The database file.</summary>
    public string Path { get; }

    public Engine Engine => Engine.Sqlite;

    public override Dialect Dialect => SqliteDialect.Instance;

    public override IAuditAppender AuditAppender => _services.GetRequiredService<IAuditAppender>();

    public override IOutboxWriter OutboxWriter => _services.GetRequiredService<IOutboxWriter>();

    public async Task<DbSession> ReadAsync(CancellationToken cancellationToken = default)
    {
        var connection = await OpenAsync(_readString, "PRAGMA query_only=ON", cancellationToken);
        return await BeginAsync(connection, canWrite: false, null);
    }

    public async Task<DbSession> PeekAsync(CancellationToken cancellationToken = default) => new RelationalSession(
        this, await OpenAsync(_readString, "PRAGMA query_only=ON", cancellationToken), null, canWrite: false, null);

    public async Task<DbSession> WriteAsync(CancellationToken cancellationToken = default)
    {
        if (!await _writer.WaitAsync(PlatformLimits.WriterWait, cancellationToken))
            throw new FaultException(PlatformErrors.DatabaseBusy);
        try
        {
            var connection = await OpenAsync(
                _writeString, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL", cancellationToken);
            return await BeginAsync(connection, canWrite: true, () => _writer.Release());
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    public override void Use(DbContextOptionsBuilder builder, DbConnection connection) => builder.UseSqlite(connection);

    public override Task<bool> HasWrittenAsync(RelationalSession session, CancellationToken cancellationToken) =>
        Task.FromResult(TotalChanges((SqliteConnection)session.Connection) != session.ChangesBefore);

    public void Dispose()
    {
        // Closes the pooled connections, so that the folder can be moved or removed and the WAL is folded in.
        SqliteConnection.ClearPool(new SqliteConnection(_readString));
        SqliteConnection.ClearPool(new SqliteConnection(_writeString));
        _writer.Dispose();
    }

    private string ConnectionString(SqliteConnectionStringBuilder builder)
    {
        builder.DataSource = Path;
        builder.ForeignKeys = true;
        return builder.ToString();
    }

    private static async Task<SqliteConnection> OpenAsync(
        string connectionString, string pragmas, CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            await using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout=5000; {pragmas}";
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (StorageFaults.Find(e) is { } error) throw new FaultException(error, e);
            throw;
        }
    }

    private async Task<DbSession> BeginAsync(SqliteConnection connection, bool canWrite, Action? release)
    {
        try
        {
            // Not deferred is BEGIN IMMEDIATE: the lock is taken now, not in the middle of the work.
            var transaction = connection.BeginTransaction(IsolationLevel.Serializable, deferred: !canWrite);
            return new RelationalSession(this, connection, transaction, canWrite, release)
            {
                ChangesBefore = TotalChanges(connection),
            };
        }
        catch (Exception e)
        {
            await connection.DisposeAsync();
            if (StorageFaults.Find(e) is { } error) throw new FaultException(error, e);
            throw;
        }
    }

    private static long TotalChanges(SqliteConnection connection) => raw.sqlite3_total_changes(connection.Handle!);
}
