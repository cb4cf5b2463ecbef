using Dapper;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Storage;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Cascade;

/// <summary>What changed in the public part of this catalogue after a position. Only what is its own: what was
/// reported to it goes no further, so that two catalogues that report to each other do not send the same back and
/// forth.</summary>
internal sealed class IncrementFeed(IDatabase database)
{
    public async Task<IReadOnlyList<Increment>> AfterAsync(
        long position, int limit, CancellationToken cancellationToken)
    {
        await using var session = await database.PeekAsync(cancellationToken);
        var rows = await session.Connection.QueryAsync<StoredResource>(
            ResourceStore.Select + """
            WHERE r.change_number > @position AND r.published_at IS NOT NULL AND o.code IS NULL
            ORDER BY r.change_number LIMIT @limit
            """,
            new { position, limit }, session.Transaction);
        return [.. rows.Select(Of)];
    }

    private static Increment Of(StoredResource row)
    {
        var published = row.PublishedAt is { } at ? Instant.FromMicros(at) : (DateTimeOffset?)null;
        return Lifecycle.IsPublic(row.State)
            ? new Increment(
                row.ChangeNumber, row.Code, IncrementState.Published, published, Descriptions.Read(row.Body))
            : new Increment(row.ChangeNumber, row.Code, IncrementState.Withdrawn, published, null);
    }
}
