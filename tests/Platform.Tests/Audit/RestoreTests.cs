using Lingnan.Platform.Audit;
using Lingnan.Platform.Operations;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Platform.Tests.Audit;

public sealed class RestoreTests
{
    [Fact]
    public async Task A_restore_is_told_in_the_log_with_what_went_and_accuses_nobody()
    {
        using var folder = new TempFolder();
        await using var city = await AuditCity.CreateAsync(Engine.Sqlite);
        await city.WriteAsync(3);
        await city.Checkpoints.MakeAsync(default);
        // As when entries come while the backup runs: the file of checkpoints is copied after the database.
        var earlier = (await city.Test.Get<CityBackup>().BackupAsync(folder["backups"])).Value;
        Directory.CreateDirectory(folder["city"]);
        await city.WriteAsync(2);
        await city.Checkpoints.MakeAsync(default);
        File.Copy(city.Checkpoints.FilePath, Path.Combine(folder["city"], AuditCheckpoints.FileName));

        Assert.True((await CityRestore.RestoreAsync(earlier.Path, folder["city"], force: true)).IsOk);
        await using var restored = new AuditCity(
            TestDatabase.OpenExisting(folder["city"], null, services => services.AddLingnanAudit()));
        File.Copy(city.Checkpoints.FilePath, restored.Checkpoints.FilePath, overwrite: true);
        Assert.Contains("checkpoints/2 removed", await restored.DefectsAsync());

        var notes = restored.Test.Get<AuditRestore>();
        Assert.True(await notes.RecordAsync());
        Assert.False(await notes.RecordAsync());
        Assert.Empty(await restored.DefectsAsync());
        var told = Assert.Single(
            (await restored.Log.ReadAsync(new AuditQuery { ActionPrefix = "platform.city-restored" })).Items);
        Assert.Contains(
            $$"""{"chain":"{{AuditCity.WriteChain}}","first":4,"last":5}""", told.DetailJson, StringComparison.Ordinal);
        await restored.WriteAsync(2);
        Assert.Empty(await restored.DefectsAsync());
    }
}
