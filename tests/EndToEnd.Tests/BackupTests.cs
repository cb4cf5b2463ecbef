using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>Backup of a running city, and a city made from it.</summary>
public sealed class BackupTests
{
    [Fact]
    public async Task A_restored_city_holds_what_was_backed_up()
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-backup-").FullName;
        try
        {
            await using (var city = await RunningCity.StartAsync())
            {
                var (code, output) = await RunningCity.RunAsync("backup", "--data", city.DataFolder, "--to", folder);
                Assert.True(code == 0, output);
            }
            var archive = Directory.GetFiles(folder, "*.zip").Single();
            var restored = Path.Combine(folder, "city");
            var (restoreCode, said) = await RunningCity.RunAsync("restore", archive, "--data", restored);
            Assert.True(restoreCode == 0, said);
            await using var again = await RunningCity.StartAsync("hamlet", restored);
            using var manager = await again.AsAsync("data-manager");
            manager.DefaultRequestHeaders.Add("X-Lingnan-Purpose", "restore-drill");
            manager.DefaultRequestHeaders.Add("X-Lingnan-Case", "T-2026-1");
            var page = await manager.GetFromJsonAsync<JsonElement>(
                "/api/registries/population/person?total=true&limit=1&unmask=true");
            Assert.Equal(1000, page.GetProperty("total").GetInt64());
            Assert.Empty(page.GetProperty("items")[0].GetProperty("masked").EnumerateArray());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_cut_archive_is_refused_and_leaves_no_city()
    {
        var folder = Directory.CreateTempSubdirectory("lingnan-backup-").FullName;
        try
        {
            var archive = Path.Combine(folder, "cut.zip");
            await File.WriteAllBytesAsync(archive, [0x50, 0x4b, 3, 4, 0, 0]);
            var (code, _) = await RunningCity.RunAsync("restore", archive, "--data", Path.Combine(folder, "city"));
            Assert.Equal(1, code);
            Assert.False(Directory.Exists(Path.Combine(folder, "city")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
