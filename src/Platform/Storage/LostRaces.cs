using System.Data.Common;
using Npgsql;

namespace Lingnan.Platform.Storage;

/// <summary>
/// Work that lost a race against another writer of the same rows and only needs to look again. SQLite has one writer at
/// a time, so these faults come from PostgreSQL alone.
/// </summary>
public static class LostRaces
{
    private const int Attempts = 3;

    /// <summary>
    /// Runs a unit of work that opens and commits its own session, and runs it anew when another writer came first. The
    /// last attempt's fault is thrown.
    /// </summary>
    /// <param name="work">
    /// Told whether it has lost before: work over many rows then keeps its table to itself,
    /// else it could lose for ever.
    /// </param>
    public static async Task<T> RunAsync<T>(Func<bool, Task<T>> work)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await work(attempt > 1);
            }
            catch (DbException e) when (attempt < Attempts && IsLostRace(e))
            {
                // Nothing to wait for: the other writer is through, else its lock would still hold us.
            }
        }
    }

    private static bool IsLostRace(DbException fault) => fault.SqlState
        is PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}
