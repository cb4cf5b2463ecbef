using Lingnan.Platform.Operations;
using Lingnan.Testing;
using Lingnan.Testing.Crash;

namespace Lingnan.Platform.Tests.Operations;

public sealed class CityLockTests
{
    [Fact]
    public void A_second_taker_is_refused_and_told_the_address()
    {
        using var folder = new TempFolder();
        using (var first = CityLock.TryAcquire(folder.Path, TimeProvider.System).Value)
        {
            Assert.Equal("platform.city-starting", CityLock.TryAcquire(folder.Path, TimeProvider.System).Error?.Code);
            first.Announce("http://127.0.0.1:5080");
            var refused = CityLock.TryAcquire(folder.Path, TimeProvider.System).Error;
            Assert.Equal(("platform.city-running", "http://127.0.0.1:5080"), (refused?.Code, refused?.Args["url"]));
            Assert.Equal(Environment.ProcessId, CityLock.ReadRunning(folder.Path)?.ProcessId);
        }

        Assert.Null(CityLock.ReadRunning(folder.Path));
        using var next = CityLock.TryAcquire(folder.Path, TimeProvider.System).Value;
    }

    [Fact]
    public async Task Another_process_holds_it_until_it_is_killed_and_its_file_stops_nobody()
    {
        using var folder = new TempFolder();
        await using var child = ChildProcess.Start(typeof(Stories).Assembly.Location, "hold", folder.Path);
        await child.PrintedAsync(1);
        Assert.Equal("http://127.0.0.1:5080", CityLock.ReadRunning(folder.Path)?.Url);
        Assert.Equal("platform.city-running", CityLock.TryAcquire(folder.Path, TimeProvider.System).Error?.Code);

        await child.KillAsync();
        Assert.True(File.Exists(folder["lingnan.lock.json"]));
        Assert.Null(CityLock.ReadRunning(folder.Path));
        Assert.True(CityLock.TryAcquire(folder.Path, TimeProvider.System, "http://127.0.0.1:1") is { IsOk: true } taken
            && Free(taken.Value));
    }

    [Fact]
    public async Task A_second_host_on_one_database_is_refused_until_the_first_is_gone()
    {
        Assert.SkipWhen(TestPostgres.Url is null, $"{TestPostgres.Variable} is not set");
        await using var database = await TestPostgres.CreateAsync();
        await using var other = await TestPostgres.CreateAsync();
        CityOptions On(string url) => new() { DataFolder = "/none", DatabaseUrl = url };
        await using (var first = (await DatabaseLock.TryAcquireAsync(On(database.DatabaseUrl))).Value)
        {
            Assert.Equal(
                "platform.database-taken", (await DatabaseLock.TryAcquireAsync(On(database.DatabaseUrl))).Error?.Code);
            await using var elsewhere = (await DatabaseLock.TryAcquireAsync(On(other.DatabaseUrl))).Value;
        }

        await using var next = (await DatabaseLock.TryAcquireAsync(On(database.DatabaseUrl))).Value;
        Assert.True((await DatabaseLock.TryAcquireAsync(new CityOptions { DataFolder = "/none" })).IsOk);
    }

    private static bool Free(CityLock held)
    {
        held.Dispose();
        return true;
    }
}
