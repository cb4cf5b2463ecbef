using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Lingnan.Registries.Import;

/// <summary>Lets a producer run ahead of its consumer on a thread of its own, a bounded number of items.</summary>
internal static class Ahead
{
    /// <summary>The items in order. A fault of the producer is thrown where its item would have come; when the consumer
    /// stops, the producer is ended before this returns.</summary>
    public static async IAsyncEnumerable<T> RunAsync<T>(
        Func<IAsyncEnumerable<T>> produce, int items, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var channel = Channel.CreateBounded<T>(
            new BoundedChannelOptions(items) { SingleReader = true, SingleWriter = true });
        var producer = Task.Run(() => ProduceAsync(produce, channel.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var item in channel.Reader.ReadAllAsync(cancellationToken)) yield return item;
        }
        finally
        {
            await stop.CancelAsync();
            await producer;
        }
    }

    private static async Task ProduceAsync<T>(
        Func<IAsyncEnumerable<T>> produce, ChannelWriter<T> writer, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var item in produce().WithCancellation(cancellationToken))
                await writer.WriteAsync(item, cancellationToken);
            writer.Complete();
        }
        catch (Exception e)
        {
            // Handed on to the consumer, who throws it.
            writer.Complete(e);
        }
    }
}
