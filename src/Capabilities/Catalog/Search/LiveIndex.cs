using Dapper;
using Lingnan.Catalog.Storage;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Search;

/// <summary>The index of this process, brought up to the last committed change before each search: one small statement
/// when nothing changed, the changed rows when something did, also when another process wrote them.</summary>
internal sealed class LiveIndex(IDatabase database) : IDisposable
{
    private const int BatchRows = 2000;
    private const int DeadMin = 1000;

    private readonly LastChange _lastChange = new(database);
    private readonly SemaphoreSlim _catchingUp = new(1, 1);
    private readonly ReaderWriterLockSlim _lock = new();
    private SearchIndex _index = new();
    private long _seen;

    public async Task<IndexAnswer> FindAsync(IndexQuery query, CancellationToken cancellationToken)
    {
        await CatchUpAsync(cancellationToken);
        _lock.EnterReadLock();
        try
        {
            return _index.Find(query);
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose()
    {
        _catchingUp.Dispose();
        _lock.Dispose();
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (await _lastChange.ReadAsync(cancellationToken) == Volatile.Read(ref _seen)) return;
        await _catchingUp.WaitAsync(cancellationToken);
        try
        {
            await using var session = await database.ReadAsync(cancellationToken);
            var last = await ResourceStore.LastChangeAsync(session);
            var (dead, all) = _index.Size;
            // A city restored from a backup counts from an earlier number.
            var anew = last < _seen || (dead > DeadMin && dead > all / 4);
            var index = anew ? new SearchIndex() : _index;
            var from = anew ? 0 : _seen;
            while (from < last) from = await ReadAsync(session, index, from, cancellationToken) ?? last;
            _index = index;
            Volatile.Write(ref _seen, last);
        }
        finally
        {
            _catchingUp.Release();
        }
    }

    private async Task<long?> ReadAsync(
        DbSession session, SearchIndex index, long from, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var rows = (await session.Connection.QueryAsync<StoredResource>(
            ResourceStore.Select + "WHERE r.change_number > @from ORDER BY r.change_number LIMIT @limit",
            new { from, limit = BatchRows }, session.Transaction)).AsList();
        var resources = rows.Select(IndexedResource.Of).ToList();
        _lock.EnterWriteLock();
        try
        {
            foreach (var resource in resources) index.Put(resource);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
        return rows.Count == 0 ? null : rows[^1].ChangeNumber;
    }
}
