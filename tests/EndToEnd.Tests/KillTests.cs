using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>kill -9 at bad moments: nothing lost, nothing doubled, nothing to clean up by hand.</summary>
public sealed class KillTests
{
    [Theory]
    [InlineData(0.4)]
    [InlineData(1.2)]
    [InlineData(2.5)]
    public async Task Seeding_goes_on_where_it_was_killed(double secondsAfterStart)
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-kill-").FullName;
        try
        {
            await RunningCity.StartAndKillAsync(folder, TimeSpan.FromSeconds(secondsAfterStart));
            await using var city = await RunningCity.StartAsync("hamlet", folder);
            using var manager = await city.AsAsync("data-manager");
            var page = await manager.GetFromJsonAsync<JsonElement>(
                "/api/registries/population/person?total=true&limit=1");
            Assert.Equal(1000, page.GetProperty("total").GetInt64());
            using var auditor = await city.AsAsync("auditor");
            var verdict = await auditor.GetFromJsonAsync<JsonElement>("/api/platform/audit/verify");
            Assert.Empty(verdict.GetProperty("defects").EnumerateArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
