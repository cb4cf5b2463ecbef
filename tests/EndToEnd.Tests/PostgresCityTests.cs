using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>The same city on a PostgreSQL server.</summary>
public sealed class PostgresCityTests
{
    [Fact]
    public async Task Seeds_imports_restarts_and_doubles_nothing()
    {
        Assert.SkipWhen(TestPostgres.Url is null, $"{TestPostgres.Variable} names no server.");
        await using var database = await TestPostgres.CreateAsync();
        using var folder = new TempFolder();
        string[] there = ["--database", database.DatabaseUrl];
        await using (var city = await RunningCity.StartAsync("hamlet", folder.Path, there))
        {
            Assert.Equal(1000, await PersonsAsync(city));
            var file = Path.Combine(folder.Path, "more.csv");
            await File.WriteAllTextAsync(file, "code,name\n990100888,新设镇\n99010,太短\n");
            var (code, output) = await RunningCity.RunAsync(
                ["import", "places:division", file, "--data", folder.Path, .. there]);
            Assert.Equal(1, code);
            Assert.Contains("1 created", output);
            Assert.Equal(0, await city.StopAsync());
        }
        await using (var again = await RunningCity.StartAsync("hamlet", folder.Path, there))
        {
            Assert.Equal(1000, await PersonsAsync(again));
            using var auditor = await again.AsAsync("auditor");
            var verdict = await auditor.GetFromJsonAsync<JsonElement>("/api/platform/audit/verify");
            Assert.Empty(verdict.GetProperty("defects").EnumerateArray());
        }
    }

    private static async Task<long> PersonsAsync(RunningCity city)
    {
        using var manager = await city.AsAsync("data-manager");
        var page = await manager.GetFromJsonAsync<JsonElement>("/api/registries/population/person?total=true&limit=1");
        return page.GetProperty("total").GetInt64();
    }
}
