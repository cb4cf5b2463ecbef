using System.Net;
using System.Net.Http.Json;
using System.Text;
using Lingnan.Platform.Jobs;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Registries.Tests.Import;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Sources;

/// <summary>Every way in can say which source a row comes from, and by which key the source knows it.</summary>
public sealed class SourceWaysTests
{
    private const string Person = "/api/registries/test/person";

    [Theory, EachDatabase]
    public async Task Single_rows_and_streamed_lines_meet_by_the_key_of_the_source(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(
            engine, Declared.Packs(Declared.Divisions, SourceCity.People, Declared.Visits));
        var clerk = city.As("read@,write@,import@");
        using var one = await clerk.PostAsJsonAsync(Person, new
        {
            values = new { number = Declared.Number(1), name = "张伟" }, source = "health", sourceKey = "H-1",
        });
        Assert.True(one.IsSuccessStatusCode, await one.Content.ReadAsStringAsync());
        var id = (await HttpCity.JsonAsync(one)).GetProperty("record").GetProperty("id").GetString();

        // The source's key alone tells which row is meant; a key that nobody knows makes no person.
        var told = await LinesAsync(
            clerk, "?source=health", """{"sourceKey":"H-1","address":"和平路8号"}""",
            """{"sourceKey":"H-2","address":"东城"}""",
            $$"""{"number":"{{Declared.Number(2)}}","name":"李娜","sourceKey":"H-2"}""",
            """{"sourceKey":"H-2","address":"东城"}""");
        Assert.Contains($"\"outcome\":\"changed\",\"id\":\"{id}\"", told[0], StringComparison.Ordinal);
        Assert.Contains("\"outcome\":\"refused\"", told[1], StringComparison.Ordinal);
        Assert.Contains("\"rows\":4,\"created\":1,", told[^1], StringComparison.Ordinal);
        var links = await clerk.GetFromJsonAsync<RecordSources>($"{Person}/{id}/sources");
        Assert.Equal("health", Assert.Single(links!.Links).Source);
        Assert.Contains("address", links.Fields.Keys);

        // Another source has keys of its own: the same one is another row there.
        told = await LinesAsync(clerk, "?source=insurance", """{"sourceKey":"H-1","address":"南城"}""");
        Assert.Contains("\"outcome\":\"refused\"", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_of_a_source_that_is_not_declared_are_refused_before_they_are_read()
    {
        await using var city = await HttpCity.StartAsync(
            Engine.Sqlite, Declared.Packs(Declared.Divisions, SourceCity.People, Declared.Visits));
        var clerk = city.As("read@,write@,import@");
        foreach (var (path, code) in ((string, string)[])[
            (Person + "/rows?source=nobody", "registries.source.unknown"),
            ("/api/registries/test/division/rows?source=police", "registries.source.not-declared")])
        {
            using var refused = await clerk.PostAsync(path, Lines("""{"name":"张伟"}"""));
            Assert.False(refused.IsSuccessStatusCode);
            Assert.Equal(code, (await HttpCity.JsonAsync(refused)).GetProperty("code").GetString());
        }
        var told = await LinesAsync(clerk, "?source=police",
            $$"""{"number":"{{Declared.Number(1)}}","name":"张伟","sourceKey":"{{new string('H', 300)}}"}""");
        Assert.Contains("registries.source.key-too-long", told[0], StringComparison.Ordinal);
    }

    [Theory, EachDatabase]
    public async Task A_file_of_lines_says_its_source_and_keys(Engine engine)
    {
        await using var city = await ImportCity.CreateAsync(
            engine, Declared.Packs(Declared.Divisions, SourceCity.People, Declared.Visits));
        var first = await ImportAsync(
            city, $$"""{"number":"{{Declared.Number(1)}}","name":"张伟","sourceKey":"P-1"}""");
        Assert.Equal((1L, 0L), (first.Created, first.Refused));
        Assert.Equal(1, (await ImportAsync(city, """{"sourceKey":"P-1","address":"东城"}""")).Changed);
        var row = Assert.Single(await city.RowsAsync(SourceCity.People));
        Assert.Equal(("张伟", "东城"), (row["name"], row["address"]));
    }

    private static StringContent Lines(params string[] lines) =>
        new(string.Join('\n', lines) + "\n", Encoding.UTF8, "application/x-ndjson");

    private static async Task<string[]> LinesAsync(HttpClient clerk, string query, params string[] lines)
    {
        using var answer = await clerk.PostAsync(Person + "/rows" + query, Lines(lines));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static async Task<Contracts.Import> ImportAsync(ImportCity city, string text)
    {
        var kept = await city.Imports.UploadAsync(
            SourceCity.People.Name, "file.jsonl", new MemoryStream(Encoding.UTF8.GetBytes(text + "\n")),
            RegisterCity.Root);
        var request = new ImportRequest
        {
            Register = SourceCity.People.Name, FileName = "file.jsonl", FileHash = kept.Value.FileHash,
            Source = "police",
        };
        var job = (await city.Imports.StartAsync(request, RegisterCity.Root)).Value;
        await city.Database.Get<IJobs>().WaitAsync(job).WaitAsync(TimeSpan.FromSeconds(60));
        return await city.GetAsync(job);
    }
}
