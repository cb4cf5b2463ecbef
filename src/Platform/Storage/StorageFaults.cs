using System.Net.Sockets;
using Lingnan.Kernel;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Lingnan.Platform.Storage;

/// <summary>Tells which exceptions of the engines and of the file system are faults that an operator can
/// mend.</summary>
public static class StorageFaults
{
    private const int SqliteBusy = 5, SqliteLocked = 6, SqliteFull = 13, SqliteCannotOpen = 14;
    private const int NoSpaceLeft = 28, QuotaExceeded = 122, WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The error to tell for an exception, or null when it is none of ours (then it is a bug).</summary>
    public static Error? Find(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is FaultException fault) return fault.Error;
            if (e is SqliteException sqlite && OfSqlite(sqlite.SqliteErrorCode) is { } error) return error;
            if (e is PostgresException postgres && OfPostgres(postgres.SqlState) is { } pgError) return pgError;
            if (e is NpgsqlException { InnerException: SocketException or IOException or TimeoutException })
                return PlatformErrors.DatabaseUnreachable;
            if (e is IOException io && IsDiskFull(io)) return PlatformErrors.DiskFull;
        }

        return null;
    }

    /// <summary>True when the operating system had no room left for the write.</summary>
    public static bool IsDiskFull(IOException exception) =>
        exception.HResult is NoSpaceLeft or QuotaExceeded or WindowsDiskFull;

    private static Error? OfSqlite(int code) => code switch
    {
        SqliteBusy or SqliteLocked => PlatformErrors.DatabaseBusy,
        SqliteFull => PlatformErrors.DiskFull,
        SqliteCannotOpen => PlatformErrors.DatabaseUnreachable,
        _ => null,
    };

    private static Error? OfPostgres(string state) => state switch
    {
        PostgresErrorCodes.DiskFull => PlatformErrors.DiskFull,
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.TooManyConnections => PlatformErrors.DatabaseBusy,
        PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure => PlatformErrors.DatabaseBusy,
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown => PlatformErrors.DatabaseUnreachable,
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidCatalogName =>
            PlatformErrors.DatabaseUnreachable,
        _ => null,
    };
}
