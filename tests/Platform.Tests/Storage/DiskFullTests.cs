using Dapper;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Platform.Tests.Storage;

public sealed class DiskFullTests
{
    [Fact]
    public async Task A_full_disk_is_told_and_the_city_stands_and_goes_on_when_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(4);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        await using var city = TestDatabase.OpenExisting(disk.Path, null);
        await city.Get<SchemaRunner>().RunAsync([typeof(DiskFullTests).Assembly]);
        await WriteAsync(city, "before", 10);

        var ballast = Path.Combine(disk.Path, "ballast");
        await File.WriteAllBytesAsync(ballast, new byte[1024 * 1024]);
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => WriteAsync(city, "too much", 8_000_000));
        Assert.Equal("platform.disk-full", StorageFaults.Find(failure)?.Code);

        File.Delete(ballast);
        await WriteAsync(city, "after", 10);
        await using var session = await city.Database.ReadAsync();
        Assert.Equal(["after", "before"], await session.Connection.QueryAsync<string>(
            "SELECT name FROM sample_rows ORDER BY name", transaction: session.Transaction));
        Assert.Equal(
            "ok",
            await session.Connection.ExecuteScalarAsync<string>(
                "PRAGMA integrity_check", transaction: session.Transaction));
    }

    private static async Task WriteAsync(TestDatabase city, string name, int bytes)
    {
        await using var session = await city.Database.WriteAsync();
        session.Audit(TestDatabase.AnyEntry);
        await session.Connection.ExecuteAsync(
            "INSERT INTO sample_rows (name, active, picture) VALUES (@name, 1, @picture)",
            new { name, picture = new byte[bytes] }, session.Transaction);
        await session.CommitAsync();
    }
}
