using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>Keeps when the rows behind a resource were last written.</summary>
internal sealed class FreshnessNotes(TimeProvider time) : IFreshness
{
    // A register under load is written many times a second; a minute is finer than any cycle.
    private static readonly long Finest = TimeSpan.FromMinutes(1).Ticks / 10;

    public Task NoteAsync(DbSession session, string source, CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow().ToMicros();
        return session.Connection.ExecuteAsync(
            """
            INSERT INTO catalog_writes (source, last_write_at) VALUES (@source, @now)
            ON CONFLICT (source) DO UPDATE SET last_write_at = excluded.last_write_at
              WHERE catalog_writes.last_write_at < @old
            """,
            new { source, now, old = now - Finest }, session.Transaction);
    }
}
