using System.Threading.Channels;
using Lingnan.Platform.Storage;

namespace Lingnan.Platform.Audit;

/// <summary>The log as the rest of the city sees it. Reads that arrive while a commit runs share the next
/// one.</summary>
internal sealed class AuditLog : IAuditLog, IAsyncDisposable, IDisposable
{
    private readonly IDatabase _database;
    private readonly IReadChain _chain;
    private readonly AuditVerifier _verifier;
    private readonly Channel<Waiting> _queue = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(AuditLimits.QueueLength) { SingleReader = true });
    private readonly Task _writer;

    public AuditLog(IDatabase database, IReadChain chain, AuditVerifier verifier)
    {
        _database = database;
        _chain = chain;
        _verifier = verifier;
        _writer = Task.Run(WriteAsync);
    }

    public async Task AppendAsync(AuditEntry entry, CancellationToken cancellationToken = default)
    {
        var waiting = new Waiting(entry);
        await _queue.Writer.WriteAsync(waiting, cancellationToken);
        await waiting.Durable.Task.WaitAsync(cancellationToken);
    }

    public Task<AuditPage> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        AuditReader.ReadAsync(_database, query, cancellationToken);

    public Task<AuditVerdict> VerifyAsync(CancellationToken cancellationToken = default) =>
        _verifier.VerifyAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _writer;
    }

    /// <summary>For containers that are disposed without awaiting; what waits is still written by the running
    /// writer.</summary>
    public void Dispose() => _queue.Writer.TryComplete();

    private async Task WriteAsync()
    {
        var group = new List<Waiting>(AuditLimits.GroupSize);
        while (await _queue.Reader.WaitToReadAsync())
        {
            group.Clear();
            while (group.Count < AuditLimits.GroupSize && _queue.Reader.TryRead(out var waiting)) group.Add(waiting);
            await CommitAsync(group);
        }
    }

    private async Task CommitAsync(List<Waiting> group)
    {
        try
        {
            await _chain.AppendAsync([.. group.Select(w => w.Entry)]);
        }
        catch (Exception e)
        {
            // Nobody gets the data whose reading could not be written down, and the writer goes on with the next group.
            foreach (var waiting in group) waiting.Durable.TrySetException(e);
            return;
        }

        foreach (var waiting in group) waiting.Durable.TrySetResult();
    }

    private sealed record Waiting(AuditEntry Entry)
    {
        public TaskCompletionSource Durable { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
