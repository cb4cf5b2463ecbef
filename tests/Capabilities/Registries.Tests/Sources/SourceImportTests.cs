using System.Text;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Tests.Import;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Sources;

public sealed class SourceImportTests
{
    [Theory, EachDatabase]
    public async Task A_file_of_a_source_says_only_what_it_holds_and_a_source_that_leaves_takes_it_along(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(
            engine, Declared.Packs(Declared.Divisions, SourceCity.People, Declared.Visits));
        var police = await ImportAsync(
            city, "police", $"number,name\n{Declared.Number(1)},张伟\n{Declared.Number(3)},李娜\n");
        Assert.Equal((2L, 0L), (police.Created, police.Refused));
        // Without a name nobody is made, but who is there is known by the number.
        var health = await ImportAsync(
            city, "health",
            $"number,sourceKey,address,plate\n{Declared.Number(1)},H-1,和平路,AB001\n{Declared.Number(5)},H-5,东城,\n");
        Assert.Equal((0L, 1L, 1L), (health.Created, health.Changed, health.Refused));
        Assert.Equal(1, (await ImportAsync(city, "health", "sourceKey,address\nH-1,和平路8号\n")).Changed);
        Assert.Equal(1, (await ImportAsync(city, "health", "sourceKey,address\nH-1,和平路8号\n")).Unchanged);
        var row = (await city.RowsAsync(SourceCity.People)).Single(r => r["name"] == "张伟");
        Assert.Equal(("和平路8号", "AB001"), (row["address"], row["plate"]));

        var job = (await city.Database.Get<ISources>().WithdrawAllAsync(
            SourceCity.People, "health", "系统下线", RegisterCity.Root)).Value;
        await city.Database.Get<IJobs>().WaitAsync(job).WaitAsync(TimeSpan.FromSeconds(60));
        row = (await city.RowsAsync(SourceCity.People)).Single(r => r["name"] == "张伟");
        Assert.Equal((null, null), (row["address"], row["plate"]));
    }

    private static async Task<Contracts.Import> ImportAsync(ImportCity city, string source, string text)
    {
        var kept = await city.Imports.UploadAsync(
            SourceCity.People.Name, "file.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)), RegisterCity.Root);
        var request = new ImportRequest
        {
            Register = SourceCity.People.Name, FileName = "file.csv", FileHash = kept.Value.FileHash, Source = source,
        };
        var job = (await city.Imports.StartAsync(request, RegisterCity.Root)).Value;
        await city.Database.Get<IJobs>().WaitAsync(job).WaitAsync(TimeSpan.FromSeconds(60));
        return await city.GetAsync(job);
    }
}
