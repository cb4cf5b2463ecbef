using Dapper;
using Lingnan.Catalog.Contracts;
using Lingnan.Catalog.Model;
using Lingnan.Catalog.Search;
using Lingnan.Catalog.Storage;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Features;

/// <summary>How far departments and towns are catalogued, connected, shared, open and fresh.</summary>
internal sealed class CoverResources(IDatabase database, TimeProvider time)
{
    public async Task<IReadOnlyList<Coverage>> RunAsync(
        bool byTown, Caller caller, CancellationToken cancellationToken)
    {
        var found = new List<Resource>();
        await using (var session = await database.ReadAsync(cancellationToken))
        {
            var now = time.GetUtcNow();
            foreach (var row in await session.Connection.QueryAsync<StoredResource>(
                ResourceStore.Select, transaction: session.Transaction))
                if (Sight.Sees(row, caller)) found.Add(row.ToResource(false, now));
        }
        return
        [
            .. found.GroupBy(r => byTown ? IndexedResource.Town(r.Description.Region) : r.Description.Provider.Zh)
                .Select(g => Of(g.Key, byTown ? null : g.First().Description.Provider, [.. g]))
                .OrderByDescending(c => c.Resources).ThenBy(c => c.Key, StringComparer.Ordinal),
        ];
    }

    private static Coverage Of(string key, LocalText? title, IReadOnlyList<Resource> resources)
    {
        var published = resources.Where(r => Lifecycle.IsPublic(r.State)).ToList();
        int Count(Func<Resource, bool> isOne) => published.Count(isOne);
        return new Coverage(
            key, title, resources.Count, published.Count, Count(r => r.Source is not null),
            Count(r => r.Description.Share != ShareClass.None), Count(r => r.Description.Open != OpenClass.None),
            Count(r => r.Timeliness == Timeliness.OnTime), Count(r => r.Timeliness == Timeliness.Late),
            Count(r => r.Timeliness == Timeliness.Never), resources.Count(r => r.Description.ProviderCode is null));
    }
}
