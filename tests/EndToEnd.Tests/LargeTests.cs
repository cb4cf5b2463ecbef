using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>Large data and many kills; run by <c>./lingnan test --all</c>.</summary>
public sealed partial class LargeTests(ITestOutputHelper said)
{
    private const int TownPersons = 100_000;

    /// <summary>Rows are streamed in batches, so a town may not need much more than a hamlet's 150 MB.</summary>
    private const int PeakMegabytesMax = 400;

    [Fact(Explicit = true)]
    public async Task A_town_of_a_hundred_thousand_stands_in_bounded_memory()
    {
        var began = TimeProvider.System.GetTimestamp();
        await using var city = await RunningCity.StartAsync("town");
        var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        using var manager = await city.AsAsync("data-manager");
        var page = await manager.GetFromJsonAsync<JsonElement>("/api/registries/population/person?total=true&limit=1");
        Assert.Equal(TownPersons, page.GetProperty("total").GetInt64());
        var peak = PeakMegabytes(city.ProcessId);
        said.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{TownPersons / seconds:N0} persons a second, peak {peak} MB"));
        Assert.InRange(peak, 1, PeakMegabytesMax);
    }

    [Fact(Explicit = true)]
    public async Task Seeding_survives_a_kill_at_any_of_many_moments()
    {
        for (var tenths = 2; tenths <= 40; tenths += 2)
        {
            using var folder = new TempFolder();
            await RunningCity.StartAndKillAsync(folder.Path, TimeSpan.FromMilliseconds(tenths * 100));
            await using var city = await RunningCity.StartAsync("hamlet", folder.Path);
            using var manager = await city.AsAsync("data-manager");
            var page = await manager.GetFromJsonAsync<JsonElement>(
                "/api/registries/population/person?total=true&limit=1");
            Assert.Equal(1000, page.GetProperty("total").GetInt64());
        }
    }

    private static int PeakMegabytes(int processId)
    {
        var status = File.ReadAllText($"/proc/{processId}/status");
        return int.Parse(Peak().Match(status).Groups["kb"].Value, CultureInfo.InvariantCulture) / 1024;
    }

    [GeneratedRegex(@"VmHWM:\s+(?<kb>\d+)")]
    private static partial Regex Peak();
}
