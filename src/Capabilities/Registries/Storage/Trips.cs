namespace Lingnan.Registries.Storage;

/// <summary>
/// Takes questions that come at about the same time to the database together: what a statement costs beside its rows is
/// more than a row does. Nobody waits for company: a question is asked at once while few trips are under way, and goes
/// along with the next one otherwise. Thread-safe.
/// </summary>
/// <param name="ask">Answers questions in their order, by one statement.</param>
/// <param name="atOnce">Trips under way at a time.</param>
/// <param name="most">Questions of one trip.</param>
internal sealed class Trips<TQuestion, TAnswer>(
    Func<IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> ask, int atOnce, int most)
{
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _underWay;

    /// <summary>The answer to one question. A fault is that of this question alone.</summary>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(question);
        bool isFree;
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            isFree = _underWay < atOnce;
            if (isFree) _underWay++;
        }
        // Without what flows along with this request: the trip serves others, too.
        if (isFree)
            ThreadPool.UnsafeQueueUserWorkItem(static trips => _ = trips.TravelAsync(), this, preferLocal: true);
        return waiting.Answered.Task.WaitAsync(cancellationToken);
    }

    private async Task TravelAsync()
    {
        while (Next() is { Count: > 0 } together)
            try
            {
                var answers = await ask([.. together.Select(w => w.Question)]);
                for (var i = 0; i < together.Count; i++) together[i].Answered.TrySetResult(answers[i]);
            }
            catch (Exception e) when (together.Count == 1)
            {
                together[0].Answered.TrySetException(e);
            }
            catch (Exception)
            {
                foreach (var one in together) await AloneAsync(one);
            }
    }

    // Which question is at fault is not known, and the others are owed an answer.
    private async Task AloneAsync(Waiting one)
    {
        try
        {
            one.Answered.TrySetResult((await ask([one.Question]))[0]);
        }
        catch (Exception e)
        {
            one.Answered.TrySetException(e);
        }
    }

    private List<Waiting> Next()
    {
        lock (_lock)
        {
            var together = new List<Waiting>(Math.Min(_waiting.Count, most));
            while (together.Count < most && _waiting.TryDequeue(out var waiting)) together.Add(waiting);
            if (together.Count == 0) _underWay--;
            return together;
        }
    }

    private sealed record Waiting(TQuestion Question)
    {
        public TaskCompletionSource<TAnswer> Answered { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
