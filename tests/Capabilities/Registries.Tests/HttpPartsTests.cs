using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DuckDB.NET.Data;
using Lingnan.Kernel;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests;

/// <summary>What a client of another maker meets: counts, repeated requests, stale tags and files with sealed
/// fields.</summary>
public class HttpPartsTests
{
    private const string People = "/api/registries/test/person";

    [Theory, EachDatabase]
    public async Task Counts_by_region_and_time_are_asked_over_http(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@,unmask@");
        for (var n = 0; n < 12; n++)
            (await SendAsync(clerk, HttpMethod.Post, People, new { values = Born(n) })).Dispose();

        using var whole = await SendAsync(
            clerk, HttpMethod.Get, $"{People}/statistics?by=region:9,birth:year&unmask=true", null, Purpose);
        Assert.True(whole.Headers.CacheControl!.NoStore);
        var counted = await HttpCity.JsonAsync(whole);
        Assert.Equal(
            ["441900003 1950=6", "441900003 1980=3", "441900004 1980=3"], Cells(counted));
        Assert.Equal(12, counted.GetProperty("total").GetInt64());
        Assert.Contains(
            city.Audit.Entries, e => e.Action == "registries.statistics-read" && e.CaseNumber == "T-2026-7");

        using var some = await SendAsync(
            clerk, HttpMethod.Get,
            $"{People}/statistics?by=birth:month&unmask=true&where={Uri.EscapeDataString("region = '441900003'")}",
            null, Purpose);
        Assert.Equal(["1950-01=6", "1980-05=3"], Cells(await HttpCity.JsonAsync(some)));

        using var local = city.As("read@441900004");
        using var few = await local.GetAsync($"{People}/statistics?by=region:9");
        Assert.Equal(["441900004=?"], Cells(await HttpCity.JsonAsync(few)));
        using var masked = await local.GetAsync($"{People}/statistics?by=birth:year");
        Assert.Equal(["1980=?"], Cells(await HttpCity.JsonAsync(masked)));
        using var bad = await clerk.GetAsync($"{People}/statistics?by=region:5");
        Assert.Equal("registries.statistics.group", (await HttpCity.JsonAsync(bad)).GetProperty("code").GetString());
        using var nobody = city.Nobody();
        using var closed = await nobody.GetAsync($"{People}/statistics?by=region:5");
        Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task A_replay_is_answered_as_the_first_time_and_only_to_who_asked(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@");
        using var other = city.As("read@,write@", account: "a_2");
        (string, string) key = ("Idempotency-Key", "form-7");
        using var first = await SendAsync(clerk, HttpMethod.Post, People, new { values = Born(1) }, key);
        var path = first.Headers.Location!.ToString();
        using var moved = await SendAsync(
            clerk, HttpMethod.Patch, path, new { values = new { height = 171 } }, ("If-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.OK, moved.StatusCode);

        using var replay = await SendAsync(clerk, HttpMethod.Post, People, new { values = Born(1) }, key);
        Assert.Equal(
            (HttpStatusCode.Created, path), (replay.StatusCode, replay.Headers.Location!.ToString()));
        Assert.Equal("created", (await HttpCity.JsonAsync(replay)).GetProperty("outcome").GetString());
        using var now = await clerk.GetAsync(path);
        Assert.Equal("\"2\"", now.Headers.ETag!.Tag);

        // The same key of somebody else is another one: their row is written, or found to be there.
        using var theirs = await SendAsync(other, HttpMethod.Post, People, new { values = Born(2) }, key);
        Assert.Equal(HttpStatusCode.Created, theirs.StatusCode);
        Assert.NotEqual(path, theirs.Headers.Location!.ToString());
        using var tooLong = await SendAsync(
            clerk, HttpMethod.Post, People, new { values = Born(3) }, ("Idempotency-Key", new string('k', 101)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.StatusCode);
        Assert.Equal(2, (await HttpCity.JsonAsync(await clerk.GetAsync(People))).GetProperty("items").GetArrayLength());
    }

    [Theory, EachDatabase]
    public async Task Of_those_who_saw_the_same_version_one_changes_it(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@");
        using var made = await SendAsync(clerk, HttpMethod.Post, People, new { values = Born(1) });
        var path = made.Headers.Location!.ToString();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => SendAsync(
            clerk, HttpMethod.Patch, path, new { values = new { height = 160 + i } }, ("If-Match", "\"1\""))));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
        Assert.Equal(5, answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
        var refused = await HttpCity.JsonAsync(
            answers.First(a => a.StatusCode == HttpStatusCode.PreconditionFailed));
        Assert.Equal("registries.row.version", refused.GetProperty("code").GetString());
        using var history = await clerk.GetAsync(path + "/history");
        Assert.Equal(2, (await HttpCity.JsonAsync(history)).GetArrayLength());

        using var stale = await SendAsync(clerk, HttpMethod.Delete, path + "?reason=x", null, ("If-Match", "\"1\""));
        Assert.Equal(HttpStatusCode.PreconditionFailed, stale.StatusCode);
        using var odd = await SendAsync(
            clerk, HttpMethod.Patch, path, new { values = new { height = 150 } }, ("If-Match", "\"new\""));
        Assert.InRange((int)odd.StatusCode, 400, 499);
        using var any = await SendAsync(
            clerk, HttpMethod.Patch, path, new { values = new { height = 150 } }, ("If-Match", "*"));
        Assert.Equal(HttpStatusCode.OK, any.StatusCode);
        using var gone = await SendAsync(clerk, HttpMethod.Delete, path + "?reason=x", null, ("If-Match", "\"3\""));
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task Files_hold_sealed_fields_whole_only_for_a_purpose_that_each_person_sees(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@,unmask@,export@");
        for (var n = 1; n <= 3; n++)
            (await SendAsync(
                clerk, HttpMethod.Post, People,
                new { values = new { number = Declared.Number(n), name = "张小三", mobile = $"1380000000{n}" } }))
                .Dispose();
        city.Audit.Clear();
        foreach (var format in new[] { "parquet", "xlsx" })
        {
            var path = $"{People}/export?format={format}";
            var masked = await TextAsync(clerk, path, format);
            Assert.DoesNotContain(Declared.Number(1), masked, StringComparison.Ordinal);
            Assert.DoesNotContain("13800000001", masked, StringComparison.Ordinal);
            Assert.Contains("138****0001", masked, StringComparison.Ordinal);
            using var bare = await clerk.GetAsync(path + "&unmask=true");
            Assert.Equal(
                (HttpStatusCode.Forbidden, "application/problem+json"),
                (bare.StatusCode, bare.Content.Headers.ContentType!.MediaType));
            Assert.DoesNotContain(city.Audit.Entries, e => e.SubjectId is not null);

            var whole = await TextAsync(clerk, path + "&unmask=true", format);
            for (var n = 1; n <= 3; n++)
            {
                Assert.Contains(Declared.Number(n), whole, StringComparison.Ordinal);
                Assert.Contains($"1380000000{n}", whole, StringComparison.Ordinal);
            }
            Assert.Equal(3, city.Audit.Entries.Where(e => e.SubjectId is not null && e.CaseNumber == "T-2026-7")
                .Select(e => e.SubjectId).Distinct().Count());
            city.Audit.Clear();
        }
    }

    private static (string, string)[] Purpose =>
    [
        (AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实低保申请")), (AccessPurpose.CaseHeader, "T-2026-7"),
    ];

    private static object Born(int n) => new
    {
        number = ResidentId.Of("990001", n % 2 == 0 ? new(1950, 1, 1) : new(1980, 5, 2), n + 1).Value.ToString(),
        name = "张小三", height = 170.5, region = n % 4 == 3 ? "441900004" : "441900003",
    };

    private static List<string> Cells(JsonElement answer) =>
    [
        .. answer.GetProperty("cells").EnumerateArray().Select(c =>
            string.Join(' ', c.GetProperty("key").EnumerateArray().Select(k => k.GetString()))
            + "=" + (c.GetProperty("count") is { ValueKind: JsonValueKind.Number } n ? n.GetInt64().ToString() : "?")),
    ];

    // What a spreadsheet, or another reader of Parquet, finds in the file.
    private static async Task<string> TextAsync(HttpClient client, string path, string format)
    {
        using var answer = await SendAsync(
            client, HttpMethod.Get, path, null, path.Contains("unmask", StringComparison.Ordinal) ? Purpose : []);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (format == "xlsx")
        {
            using var zip = new ZipArchive(new MemoryStream(bytes));
            return string.Concat(zip.Entries.Where(e => e.Name.EndsWith(".xml", StringComparison.Ordinal)).Select(e =>
            {
                using var reader = new StreamReader(e.Open());
                return reader.ReadToEnd();
            }));
        }
        using var folder = new TempFolder();
        var file = Path.Combine(folder.Path, "people.parquet");
        await File.WriteAllBytesAsync(file, bytes);
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT string_agg(number || ' ' || mobile, ';') FROM '{file}'";
        return (string)command.ExecuteScalar()!;
    }

    private static Task<HttpResponseMessage> SendAsync(
        HttpClient client, HttpMethod method, string path, object? body = null,
        params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path) { Content = body is null ? null : JsonContent.Create(body) };
        foreach (var (name, value) in headers) request.Headers.TryAddWithoutValidation(name, value);
        return client.SendAsync(request);
    }
}
