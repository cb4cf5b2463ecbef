using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>kill -9 in the middle of an import: the next start goes on by itself, and each row is there once.</summary>
public sealed class KilledImportTests
{
    private const int Rows = 30_000;
    private const int Kills = 3;

    [Fact]
    public async Task An_import_goes_on_from_where_it_was_killed()
    {
        using var folder = new TempFolder();
        var city = await RunningCity.StartAsync("hamlet", folder.Path);
        try
        {
            var before = await AddressesAsync(city);
            var import = await UploadAsync(city);
            var killedAt = new List<long>();
            for (var kill = 0; kill < Kills; kill++)
            {
                // Each time after some more rows, so that a resumed import is killed again.
                var seen = killedAt.LastOrDefault();
                killedAt.Add(Number(await WaitAsync(city, import, i => Number(i, "rows") > seen), "rows"));
                await city.KillAsync();
                await city.DisposeAsync();
                city = await RunningCity.StartAsync("hamlet", folder.Path);
            }
            Assert.InRange(killedAt[0], 1, Rows - 1);
            var end = await WaitAsync(city, import, i => i.GetProperty("state").GetString() == "done");
            Assert.Equal((Rows, Rows, 0), (Number(end, "rows"), Number(end, "created"), Number(end, "refused")));
            Assert.Equal(before + Rows, await AddressesAsync(city));
        }
        finally
        {
            await city.DisposeAsync();
        }
    }

    private static async Task<string> UploadAsync(RunningCity city)
    {
        var text = new StringBuilder("addressNo,division,fullText\n");
        for (var i = 0; i < Rows; i++)
            text.Append(CultureInfo.InvariantCulture, $"K{i:00000000},990100001,人民路{i}号\n");
        using var manager = await city.AsAsync("data-manager");
        using var answer = await manager.PostAsync(
            "/api/registries/places/address/imports?fileName=addresses.csv",
            new ByteArrayContent(Encoding.UTF8.GetBytes(text.ToString())));
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("jobId").GetString()!;
    }

    private static async Task<JsonElement> WaitAsync(RunningCity city, string import, Func<JsonElement, bool> isIt)
    {
        using var manager = await city.AsAsync("data-manager");
        return await Eventually.ValueAsync(
            () => manager.GetFromJsonAsync<JsonElement>("/api/registries/imports/" + import),
            i => isIt(i) || i.GetProperty("state").GetString() == "done");
    }

    private static async Task<long> AddressesAsync(RunningCity city)
    {
        using var manager = await city.AsAsync("data-manager");
        var page = await manager.GetFromJsonAsync<JsonElement>("/api/registries/places/address?total=true&limit=1");
        return page.GetProperty("total").GetInt64();
    }

    private static long Number(JsonElement import, string name) => import.GetProperty(name).GetInt64();
}
