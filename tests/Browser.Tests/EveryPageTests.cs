namespace Lingnan.Browser.Tests;

/// <summary>What every page owes its reader: in each language, plain or enlarged,
/// at a desk and on a telephone.</summary>
public sealed class EveryPageTests(BrowserRun run)
{
    public static TheoryData<string> Addresses => [.. PageAddresses.All];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Is_open_to_every_reader(string address)
    {
        run.NeedBrowser();
        var stops = (await run.MapAsync()).Of(address);
        Assert.True(stops.Count > 0, $"No link leads to {address}.");
        var faults = await Task.WhenAll(LooksOf(address).Select(look => FaultsAsync(stops, look)));
        Seen.None(faults.SelectMany(f => f));
    }

    [Fact]
    public async Task Are_reached_by_links_in_good_number()
    {
        run.NeedBrowser();
        Assert.True((await run.MapAsync()).Stops.Count() >= 55, string.Join('\n', (await run.MapAsync()).Stops));
    }

    // The console has no enlarged version: browsers enlarge it.
    private static IEnumerable<Look> LooksOf(string address) =>
        from english in new[] { false, true }
        from care in address.StartsWith("/console", StringComparison.Ordinal) ? [false] : new[] { false, true }
        select new Look(english, care);

    // The usual look meets every page found, the others one of its kind.
    private async Task<List<string>> FaultsAsync(IReadOnlyList<CityMap.Stop> stops, Look look)
    {
        var faults = new List<string>();
        foreach (var stop in stops.DistinctBy(s => look == Look.Usual ? s.Path + s.Caller : s.Caller))
        {
            var visitor = await run.AsAsync(stop.Caller, look);
            await visitor.GoAsync(stop.Path);
            faults.AddRange((await Eyes.FaultsAsync(visitor.Page)).Select(f => $"{look} {stop.Path}: {f}"));
            faults.AddRange(visitor.TakeComplaints().Select(c => $"{look} {stop.Path} console: {c}"));
            faults.AddRange(visitor.TakeElsewhere());
        }

        return faults;
    }
}
