using System.IO.Compression;
using System.Text;
using Dapper;
using Lingnan.Platform.Files;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Platform.Tests.Operations;

public sealed class BackupTests
{
    [Fact]
    public async Task A_backup_taken_under_load_restores_to_one_moment_of_it()
    {
        await using var city = await CreateAsync();
        using var backups = new TempFolder();
        var file = (await city.Get<IFileStore>().SaveAsync(new MemoryStream([1, 2, 3]), 3)).Value;
        Directory.CreateDirectory(Path.Combine(city.Options.DataFolder, "keys"));
        await File.WriteAllTextAsync(Path.Combine(city.Options.DataFolder, "keys", "city.key"), "secret");

        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => WritePairsAsync(city, stop.Token));
        await Eventually.TrueAsync(async () => await CountAsync(city) > 20);
        var backup = (await city.Get<CityBackup>().BackupAsync(backups.Path)).Value;
        var atEnd = await CountAsync(city);
        await stop.CancelAsync();
        await load;

        Assert.True(backup.HasDatabase);
        Assert.Matches(@"backup-\d{8}-\d{6}\.lingnan\.zip$", backup.Path);
        Assert.Equal([backup.Path], Directory.GetFiles(backups.Path));
        using var target = new TempFolder();
        Assert.True((await CityRestore.RestoreAsync(backup.Path, target.Path, force: false)).IsOk);
        await using var restored = TestDatabase.OpenExisting(target.Path, null);
        var rows = await CountAsync(restored);
        // Rows are written in pairs: half a pair would be a torn snapshot.
        Assert.Equal(0, rows % 2);
        Assert.InRange(rows, 20, atEnd);
        Assert.True(restored.Get<IFileStore>().Exists(file.Hash));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(target.Path, "keys", "city.key")));
        Assert.Equal(0, await restored.Get<SchemaRunner>().RunAsync([typeof(BackupTests).Assembly]));
    }

    [Fact]
    public async Task Restores_exactly_what_was_there()
    {
        await using var city = await CreateAsync();
        using var folder = new TempFolder();
        await WriteAsync(city, "𠮷", "b");
        var backup = (await city.Get<CityBackup>().BackupAsync(folder["backups"])).Value;
        Assert.True((await CityRestore.RestoreAsync(backup.Path, folder["city"], force: false)).IsOk);
        await using var restored = TestDatabase.OpenExisting(folder["city"], null);
        Assert.Equal(await DumpAsync(city), await DumpAsync(restored));
    }

    [Fact]
    public async Task Replaces_a_city_only_by_force_and_keeps_the_old_one_beside_it()
    {
        await using var city = await CreateAsync();
        using var folder = new TempFolder();
        var backup = (await city.Get<CityBackup>().BackupAsync(folder["backups"])).Value;
        Directory.CreateDirectory(folder["city"]);
        await File.WriteAllTextAsync(folder["city/old"], "old");
        Assert.Equal(
            "platform.restore.not-empty",
            (await CityRestore.RestoreAsync(backup.Path, folder["city"], force: false)).Error?.Code);
        Assert.Equal("old", await File.ReadAllTextAsync(folder["city/old"]));

        using (CityLock.TryAcquire(folder["city"], TimeProvider.System, "http://127.0.0.1:1").Value)
            Assert.Equal(
                "platform.city-running",
                (await CityRestore.RestoreAsync(backup.Path, folder["city"], force: true)).Error?.Code);

        Assert.True((await CityRestore.RestoreAsync(backup.Path, folder["city"], force: true)).IsOk);
        Assert.True(File.Exists(folder["city/lingnan.db"]));
        Assert.Equal("old", await File.ReadAllTextAsync(folder["city.before-restore/old"]));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("altered")]
    [InlineData("escape")]
    [InlineData("missing")]
    [InlineData("not a zip")]
    public async Task Refuses_a_bad_archive_and_leaves_nothing(string how)
    {
        await using var city = await CreateAsync();
        using var folder = new TempFolder();
        await city.Get<IFileStore>().SaveAsync(new MemoryStream(Encoding.UTF8.GetBytes("a file")), 100);
        var path = (await city.Get<CityBackup>().BackupAsync(folder["backups"])).Value.Path;
        await SpoilAsync(path, how);
        var refused = await CityRestore.RestoreAsync(path, folder["city"], force: false);
        Assert.Equal("platform.backup.damaged", refused.Error?.Code);
        Assert.Equal([folder["backups"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_full_disk_leaves_no_half_backup()
    {
        await using var disk = await SmallDisk.MountAsync(1);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        await using var city = await CreateAsync();
        var noise = new byte[3_000_000];
        System.Security.Cryptography.RandomNumberGenerator.Fill(noise);
        await city.Get<IFileStore>().SaveAsync(new MemoryStream(noise), noise.Length);
        Assert.Equal("platform.disk-full", (await city.Get<CityBackup>().BackupAsync(disk.Path)).Error?.Code);
        Assert.Empty(Directory.GetFiles(disk.Path));
    }

    [Theory, EachDatabase]
    public async Task Says_whether_the_database_is_inside(Engine engine)
    {
        await using var city = await TestDatabase.CreateAsync(engine);
        using var folder = new TempFolder();
        var backup = (await city.Get<CityBackup>().BackupAsync(folder.Path)).Value;
        Assert.Equal(engine == Engine.Sqlite, backup.HasDatabase);
        using var archive = ZipFile.OpenRead(backup.Path);
        Assert.Equal(engine == Engine.Sqlite, archive.GetEntry("lingnan.db") is not null);
    }

    private static async Task SpoilAsync(string path, string how)
    {
        if (how == "not a zip") await File.WriteAllTextAsync(path, "PK but not really");
        if (how == "cut") await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^200]);
        if (how is "cut" or "not a zip") return;
        using var archive = ZipFile.Open(path, ZipArchiveMode.Update);
        var file = archive.Entries.First(e => e.FullName.StartsWith("files/", StringComparison.Ordinal));
        var name = file.FullName;
        if (how is "missing" or "altered") file.Delete();
        if (how == "altered") await WriteEntryAsync(archive, name, "b file");
        if (how != "escape") return;
        var manifest = archive.GetEntry("manifest.json")!;
        string text;
        using (var reader = new StreamReader(manifest.Open())) text = await reader.ReadToEndAsync();
        manifest.Delete();
        file.Delete();
        await WriteEntryAsync(archive, "../outside", "a file");
        await WriteEntryAsync(archive, "manifest.json", text.Replace(name, "../outside", StringComparison.Ordinal));
    }

    private static async Task WriteEntryAsync(ZipArchive archive, string name, string text)
    {
        await using var writer = new StreamWriter(archive.CreateEntry(name).Open());
        await writer.WriteAsync(text);
    }

    private static Task<TestDatabase> CreateAsync() =>
        TestDatabase.CreateAsync(Engine.Sqlite, typeof(BackupTests).Assembly);

    private static async Task WritePairsAsync(TestDatabase city, CancellationToken stop)
    {
        for (var i = 0; !stop.IsCancellationRequested; i++) await WriteAsync(city, $"{i} a", $"{i} b");
    }

    private static async Task WriteAsync(TestDatabase city, params string[] names)
    {
        await using var session = await city.Database.WriteAsync();
        session.Audit(TestDatabase.AnyEntry);
        foreach (var name in names)
            await session.Connection.ExecuteAsync(
                "INSERT INTO sample_rows (name, active) VALUES (@name, 1)", new { name }, session.Transaction);
        await session.CommitAsync();
    }

    private static async Task<long> CountAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        return await session.Connection.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM sample_rows", transaction: session.Transaction);
    }

    private static async Task<string> DumpAsync(TestDatabase city)
    {
        await using var session = await city.Database.ReadAsync();
        var tables = await session.Connection.QueryAsync<string>(
            "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name", transaction: session.Transaction);
        var dump = new StringBuilder();
        foreach (var table in tables)
            foreach (var row in await session.Connection.QueryAsync(
                $"SELECT * FROM {table}", transaction: session.Transaction))
                dump.Append(table).Append(' ')
                    .AppendJoin('|', ((IDictionary<string, object?>)row).Select(c => $"{c.Key}={c.Value}"))
                    .AppendLine();
        return dump.ToString();
    }
}
