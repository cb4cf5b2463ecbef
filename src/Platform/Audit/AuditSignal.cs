using System.Threading.Channels;

namespace Lingnan.Platform.Audit;

/// <summary>Tells the checkpoints that there are new entries; many tellings before it looks are one.</summary>
internal sealed class AuditSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Raise() => _raised.Writer.TryWrite(true);

    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await _raised.Reader.ReadAsync(cancellationToken);
}
