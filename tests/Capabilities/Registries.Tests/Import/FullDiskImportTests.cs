using System.Text;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Import;

public sealed class FullDiskImportTests
{
    private const int Rows = 8_000;

    [Fact]
    public async Task A_disk_that_fills_up_stops_the_import_and_the_same_file_sent_again_completes_it()
    {
        await using var disk = await SmallDisk.MountAsync(24);
        Assert.SkipWhen(disk is null, "Only root can mount a small disk.");
        await using var database = TestDatabase.OpenExisting(disk.Path, null, ImportCity.Configure);
        await database.Get<SchemaRunner>().RunAsync([typeof(RegistriesModule).Assembly]);
        await database.Get<IRegisterTables>().EnsureAsync();
        await using var city = new ImportCity(database);
        await database.StartWorkersAsync();
        var text = new StringBuilder("code,name,note\n");
        var note = new string('注', 100);
        for (var i = 0; i < Rows; i++) text.Append($"441900{i / 900 + 1:000}{i % 900 + 1:000},村居,{note}\n");
        var file = Encoding.UTF8.GetBytes(text.ToString());

        // Of what is left after the file itself, the rows need several times more.
        var ballast = Path.Combine(disk.Path, "ballast");
        var free = new DriveInfo(disk.Path).AvailableFreeSpace;
        await File.WriteAllBytesAsync(ballast, new byte[free - file.Length - (2 << 20)]);
        var stopped = await city.RunAsync(Declared.Divisions, file, "big.csv");
        Assert.Equal((JobState.Failed, "platform.disk-full"), (stopped.State, stopped.Error?.Code));
        Assert.InRange(stopped.Rows, 0, Rows - 1);
        Assert.Equal(stopped.Created, await KillImportTests.CountAsync(database, Declared.Divisions));

        var refused = await city.Imports.UploadAsync(
            Declared.Divisions.Name, "other.csv",
            new MemoryStream(Encoding.UTF8.GetBytes(text + text.ToString().ToUpperInvariant())), RegisterCity.Root);
        Assert.Equal("platform.disk-full", refused.Error!.Code);

        File.Delete(ballast);
        var again = await city.RunAsync(Declared.Divisions, file, "big.csv");
        Assert.Equal((JobState.Done, Rows, 0L), (again.State, again.Created + again.Unchanged, again.Refused));
        Assert.Equal(stopped.Created, again.Unchanged);
        Assert.Equal(Rows, await KillImportTests.CountAsync(database, Declared.Divisions));
    }
}
