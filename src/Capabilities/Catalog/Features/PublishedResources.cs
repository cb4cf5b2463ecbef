using System.Runtime.CompilerServices;
using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Storage;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>All published resources by code, a batch at a time, so that memory does not grow with them.</summary>
internal sealed class PublishedResources(IDatabase database, TimeProvider time)
{
    private const int Batch = 500;

    public async IAsyncEnumerable<Resource> AllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            List<StoredResource> rows;
            await using (var session = await database.PeekAsync(cancellationToken))
                rows = (await session.Connection.QueryAsync<StoredResource>(
                    ResourceStore.Select + """
                    WHERE r.published_number IS NOT NULL AND r.code > @after ORDER BY r.code LIMIT @Batch
                    """,
                    new { after, Batch }, session.Transaction)).AsList();
            foreach (var row in rows) yield return row.ToResource(false, time.GetUtcNow());
            if (rows.Count < Batch) yield break;
            after = rows[^1].Code;
        }
    }
}
