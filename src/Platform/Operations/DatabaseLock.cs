using System.Data.Common;
using Lingnan.Kernel;
using Lingnan.Platform.Storage;
using Npgsql;

namespace Lingnan.Platform.Operations;

/// <summary>
/// One process at a time on a PostgreSQL database, as <see cref="CityLock"/> is for a data folder: two hosts with a
/// folder each would not find each other's files and would take turns wrongly. The lock is a session lock of the
/// server on a connection of its own and ends with the process; where PostgreSQL itself restarts, it is gone until the
/// city restarts too. With SQLite the folder's lock says it all.
/// </summary>
public sealed class DatabaseLock : IAsyncDisposable
{
    /// <summary>Told apart from the schema runner's; PostgreSQL keeps these numbers by database.</summary>
    private const long Number = 7310010002;

    /// <summary>The server notices that a killed process is gone within moments; a start waits that out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5), Look = TimeSpan.FromMilliseconds(100);

    private readonly NpgsqlConnection? _held;

    private DatabaseLock(NpgsqlConnection? held) => _held = held;

    /// <summary>Takes the database of the options; refused with <c>platform.database-taken</c> while another has
    /// it.</summary>
    public static async Task<Result<DatabaseLock>> TryAcquireAsync(
        CityOptions options, CancellationToken cancellationToken = default)
    {
        if (options.DatabaseUrl is not { } url) return new DatabaseLock(null);
        var address = PostgresUrl.Parse(url);
        address.Pooling = false;
        address.KeepAlive = 30;
        // A host that lost its power says no good-bye; the server finds out by itself.
        address.Options = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
        var connection = new NpgsqlConnection(address.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            for (var waited = TimeSpan.Zero; !await TryLockAsync(connection, cancellationToken); waited += Look)
            {
                if (waited >= Patience)
                {
                    await connection.DisposeAsync();
                    return PlatformErrors.DatabaseTaken;
                }

                await Task.Delay(Look, TimeProvider.System, cancellationToken);
            }

            return new DatabaseLock(connection);
        }
        catch (DbException e)
        {
            await connection.DisposeAsync();
            if (StorageFaults.Find(e) is { } error) return error;
            throw;
        }
    }

    /// <summary>Gives the database free.</summary>
    public ValueTask DisposeAsync() => _held?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection)
        {
            Parameters = { new() { Value = Number } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
