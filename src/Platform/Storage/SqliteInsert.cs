using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lingnan.Platform.Storage;

/// <summary>Many rows into a table of the embedded engine: one statement, whose values are bound by their place. The
/// driver above looks each of them up by its name for each row.</summary>
internal static class SqliteInsert
{
    /// <summary>Inserts the rows; throws <see cref="SqliteException"/> as the driver would.</summary>
    public static void Run(
        DbSession session, string sql, IReadOnlyCollection<object?[]> rows, CancellationToken cancellationToken)
    {
        var engine = ((SqliteConnection)session.Connection).Handle!;
        Check(raw.sqlite3_prepare_v2(engine, sql, out var statement), engine);
        using var _ = statement;
        var bytes = new byte[1024];
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++) Check(Bind(statement, i + 1, row[i], ref bytes), engine);
            var outcome = raw.sqlite3_step(statement);
            if (outcome != raw.SQLITE_DONE) Check(outcome, engine);
            Check(raw.sqlite3_reset(statement), engine);
        }
    }

    private static int Bind(sqlite3_stmt statement, int place, object? value, ref byte[] bytes)
    {
        switch (value)
        {
            case null:
                return raw.sqlite3_bind_null(statement, place);
            case string text:
                var most = Encoding.UTF8.GetMaxByteCount(text.Length);
                if (bytes.Length < most) bytes = new byte[most];
                return raw.sqlite3_bind_text(
                    statement, place, bytes.AsSpan(0, Encoding.UTF8.GetBytes(text, bytes)));
            case long number:
                return raw.sqlite3_bind_int64(statement, place, number);
            case byte[] blob:
                return raw.sqlite3_bind_blob(statement, place, blob);
            default:
                throw new ArgumentException($"No column takes a {value.GetType().Name}.", nameof(value));
        }
    }

    private static void Check(int outcome, sqlite3 engine) => SqliteException.ThrowExceptionForRC(outcome, engine);
}
