using System.Collections.Concurrent;

namespace Lingnan.Registries.Storage;

/// <summary>Work on each of many rows that costs the processor and nothing else: two threads share a batch, so that the
/// database waits half as long for it and others still get their turn.</summary>
internal static class ManyRows
{
    private const int Threads = 2;

    /// <summary>Fewer are done before a second thread has come.</summary>
    private const int SharedMin = 100;

    private static readonly ParallelOptions Shared = new() { MaxDegreeOfParallelism = Threads };

    public static void Each<T>(IReadOnlyList<T> rows, Action<T> work)
    {
        if (rows.Count < SharedMin)
        {
            foreach (var row in rows) work(row);
            return;
        }
        Parallel.ForEach(Partitioner.Create(0, rows.Count, SharedMin / Threads), Shared, part =>
        {
            for (var i = part.Item1; i < part.Item2; i++) work(rows[i]);
        });
    }
}
