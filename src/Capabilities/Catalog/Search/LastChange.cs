using Lingnan.Catalog.Storage;
using Lingnan.Platform.Storage;

namespace Lingnan.Catalog.Search;

/// <summary>
/// The number of the last committed change, asked of the database. Searches that come while it is being asked share
/// the next asking: never one that began before they came, so that each finds what was committed before it.
/// </summary>
internal sealed class LastChange(IDatabase database)
{
    private readonly Lock _gate = new();
    private Task<long> _running = Task.FromResult(0L);
    private Task<long>? _next;

    public async Task<long> ReadAsync(CancellationToken cancellationToken) =>
        await Begin().WaitAsync(cancellationToken);

    private Task<long> Begin()
    {
        lock (_gate)
        {
            if (_next is not null) return _next;
            if (_running.IsCompleted) return _running = AskAsync();
            return _next = AfterAsync(_running);
        }
    }

    private async Task<long> AfterAsync(Task<long> before)
    {
        await before.ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        Task<long> mine;
        lock (_gate)
        {
            _next = null;
            mine = _running = AskAsync();
        }
        return await mine;
    }

    private async Task<long> AskAsync()
    {
        await Task.Yield();
        await using var peek = await database.PeekAsync();
        return await ResourceStore.LastChangeAsync(peek);
    }
}
