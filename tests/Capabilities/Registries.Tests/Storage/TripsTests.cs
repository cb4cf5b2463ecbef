using System.Collections.Concurrent;
using Lingnan.Registries.Storage;

namespace Lingnan.Registries.Tests.Storage;

public class TripsTests
{
    [Fact]
    public async Task A_question_alone_is_asked_at_once()
    {
        var sizes = new ConcurrentQueue<int>();
        var trips = Of(2, 8, sizes, _ => Task.CompletedTask);
        for (var i = 0; i < 5; i++) Assert.Equal(-i, await trips.AskAsync(i, TestContext.Current.CancellationToken));
        Assert.All(sizes, s => Assert.Equal(1, s));
    }

    [Fact]
    public async Task Those_who_come_while_trips_are_under_way_go_together_and_each_gets_its_own_answer()
    {
        var (gate, sizes) = (new TaskCompletionSource(), new ConcurrentQueue<int>());
        var trips = Of(2, 8, sizes, _ => gate.Task);
        var asked = Enumerable.Range(0, 100).Select(i => trips.AskAsync(i, CancellationToken.None)).ToList();
        Assert.True(SpinWait.SpinUntil(() => sizes.Count == 2, TimeSpan.FromSeconds(30)));
        gate.SetResult();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => -i), await Task.WhenAll(asked));
        Assert.Equal(100, sizes.Sum());
        Assert.All(sizes, s => Assert.InRange(s, 1, 8));
        // Nearly all of them full: 100 questions take 13 trips of 8, and the first two may have left with fewer.
        Assert.InRange(sizes.Count, 13, 15);
    }

    [Fact]
    public async Task A_fault_is_that_of_its_question_alone()
    {
        var (gate, sizes) = (new TaskCompletionSource(), new ConcurrentQueue<int>());
        var trips = Of(1, 50, sizes, async asked =>
        {
            await gate.Task;
            if (asked.Contains(7)) throw new InvalidOperationException("7");
        });
        var asked = Enumerable.Range(0, 20).Select(i => trips.AskAsync(i, CancellationToken.None)).ToList();
        gate.SetResult();
        for (var i = 0; i < asked.Count; i++)
            if (i != 7) Assert.Equal(-i, await asked[i]);
        Assert.Equal("7", (await Assert.ThrowsAsync<InvalidOperationException>(() => asked[7])).Message);
        // And the next one travels as if nothing had been.
        Assert.Equal(-30, await trips.AskAsync(30, CancellationToken.None));
    }

    [Fact]
    public async Task Who_leaves_takes_nobody_along()
    {
        var (gate, sizes) = (new TaskCompletionSource(), new ConcurrentQueue<int>());
        var trips = Of(1, 50, sizes, _ => gate.Task);
        using var leaving = new CancellationTokenSource();
        var asked = Enumerable.Range(0, 10)
            .Select(i => trips.AskAsync(i, i == 3 ? leaving.Token : CancellationToken.None)).ToList();
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked[3]);
        gate.SetResult();
        for (var i = 0; i < asked.Count; i++)
            if (i != 3) Assert.Equal(-i, await asked[i]);
    }

    [Fact]
    public async Task What_flows_with_a_request_does_not_flow_with_the_trip()
    {
        var (mine, seen) = (new AsyncLocal<string?>(), new ConcurrentQueue<string?>());
        var trips = Of(1, 8, [], _ =>
        {
            seen.Enqueue(mine.Value);
            return Task.CompletedTask;
        });
        mine.Value = "a request";
        await trips.AskAsync(1, TestContext.Current.CancellationToken);
        Assert.Null(Assert.Single(seen));
    }

    private static Trips<int, int> Of(
        int atOnce, int most, ConcurrentQueue<int> sizes, Func<IReadOnlyList<int>, Task> travel) => new(
        async asked =>
        {
            sizes.Enqueue(asked.Count);
            await travel(asked);
            return [.. asked.Select(q => -q)];
        }, atOnce, most);
}
