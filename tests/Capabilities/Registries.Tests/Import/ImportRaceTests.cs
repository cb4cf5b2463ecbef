using System.Text;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Import;

public sealed class ImportRaceTests
{
    private const int Keys = 400;

    [Theory, EachDatabase]
    public async Task An_import_and_writers_of_the_same_keys_make_one_row_of_each(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(engine);
        var codes = Enumerable.Range(0, Keys).Select(i => $"441900{i:D3}").ToList();
        var file = new StringBuilder("code,name\n");
        foreach (var code in codes) file.Append(code).Append(",街道\n");

        var import = city.RunAsync(Declared.Divisions, file.ToString());
        // Writers go the other way, so that they meet the import's batches in the middle, in the worst order for locks.
        var writers = Enumerable.Range(0, 4).Select(async writer =>
        {
            foreach (var code in Enumerable.Reverse(codes))
            {
                var values = new Dictionary<string, string?> { ["code"] = code, ["name"] = "街道" };
                var outcome = await city.Registers.UpsertAsync(
                    Declared.Divisions, new(null, values, null, null), RegisterCity.Root);
                Assert.True(outcome.IsOk, outcome.Error?.Code);
            }
        });
        await Task.WhenAll(writers);

        var ended = await import;
        Assert.Equal((JobState.Done, (long)Keys, 0L), (ended.State, ended.Rows, ended.Refused));
        Assert.Equal(Keys, await KillImportTests.CountAsync(city.Database, Declared.Divisions));
    }
}
