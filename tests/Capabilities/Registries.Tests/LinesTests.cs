using System.Net;
using System.Text;
using System.Text.Json;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests;

/// <summary>Rows in and out, one JSON object a line.</summary>
public sealed class LinesTests
{
    private const string Rows = "/api/registries/test/division/rows";

    [Theory, EachDatabase]
    public async Task Every_line_gets_its_outcome(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,import@,export@");
        var text = new StringBuilder();
        for (var i = 0; i < 2500; i++)
            text.Append(i switch
            {
                1200 => """{"code":"4419","name":"短"}""",
                1201 => "{not json",
                1202 => """{"code":"441900001","nothing":1}""",
                2400 => Row(7),
                _ => Row(i),
            }).Append('\n');
        var answer = await SendAsync(clerk, text.ToString());
        Assert.Equal("application/x-ndjson", answer.Type);
        Assert.Equal(2501, answer.Lines.Count);
        Assert.Equal(
            Enumerable.Range(1, 2500).Select(i => (long)i),
            answer.Lines[..^1].Select(l => l.GetProperty("line").GetInt64()));
        var sum = answer.Lines[^1];
        Assert.Equal((2496L, 4L, true), (
            sum.GetProperty("created").GetInt64(), sum.GetProperty("refused").GetInt64(),
            sum.GetProperty("complete").GetBoolean()));
        Assert.Equal("code", answer.Lines[1200].GetProperty("faults")[0].GetProperty("field").GetString());
        Assert.Equal(
            ["registries.import.bad-json", "registries.import.unknown-key", "registries.row.duplicate-in-file"],
            new[] { 1201, 1202, 2400 }.Select(
                i => answer.Lines[i].GetProperty("faults")[0].GetProperty("code").GetString()!));

        // And out again, all of them, past any page.
        using var request = new HttpRequestMessage(
            HttpMethod.Get, "/api/registries/test/division?fields=name&sort=-code");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var list = await clerk.SendAsync(request);
        var names = (await list.Content.ReadAsStringAsync()).TrimEnd().Split('\n')
            .Select(l => JsonDocument.Parse(l).RootElement.GetProperty("values").GetProperty("name")
                .GetString()).ToList();
        Assert.Equal((2496, "名2499"), (names.Count, names[0]));
        Assert.Single(city.Audit.Entries, e => e.Action == "registries.exported");
    }

    [Theory, EachDatabase]
    public async Task Sent_twice_under_one_key_it_is_done_once(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        using var clerk = city.As("read@,write@,import@");
        var text = string.Join('\n', Enumerable.Range(0, 1500).Select(Row)) + "\n{\"name\":\"无码\"}";
        // Cut off in the middle of the second batch: the first one stands.
        await SendAsync(clerk, string.Join('\n', text.Split('\n')[..1000]), "k1");
        var id = (await SendAsync(clerk, Row(3))).Lines[0].GetProperty("id").GetString();
        using (var other = await clerk.PatchAsync(
            $"/api/registries/test/division/{id}", new StringContent(
                """{"values":{"name":"后来改过"}}""", Encoding.UTF8, "application/json")))
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);

        var again = await SendAsync(clerk, text, "k1");
        Assert.Equal(1500, again.Lines[^1].GetProperty("created").GetInt64());
        Assert.Equal(id, again.Lines[3].GetProperty("id").GetString());
        var third = await SendAsync(clerk, text, "k1");
        Assert.Equal(again.Lines.Select(l => l.ToString()), third.Lines.Select(l => l.ToString()));
        using var row = await clerk.GetAsync($"/api/registries/test/division/{id}");
        Assert.Equal("后来改过", (await HttpCity.JsonAsync(row)).GetProperty("values").GetProperty("name").GetString());

        var changed = await SendAsync(clerk, Row(1) + "\n" + Row(2), "k1");
        Assert.Equal("registries.idempotency.reused", changed.Lines[0].GetProperty("code").GetString());
    }

    [Fact]
    public async Task Only_refused_lines_are_told_where_asked()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("import@");
        var answer = await SendAsync(clerk, Row(1) + "\n{}\n" + Row(2), query: "?outcomes=refused");
        Assert.Equal((2, 2L), (answer.Lines.Count, answer.Lines[0].GetProperty("line").GetInt64()));
    }

    [Fact]
    public async Task A_line_without_end_stops_what_follows_and_keeps_what_came_before()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var clerk = city.As("import@,read@");
        var text = string.Join('\n', Enumerable.Range(0, 1000).Select(Row)) + "\n{\"name\":\""
            + new string('x', 3 << 20);
        var answer = await SendAsync(clerk, text);
        var sum = answer.Lines[^1];
        Assert.Equal((1000L, false, "registries.import.record-too-long"), (
            sum.GetProperty("created").GetInt64(), sum.GetProperty("complete").GetBoolean(),
            sum.GetProperty("problem").GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Something_else_than_lines_is_refused()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var answer = await city.As("import@")
            .PostAsync(Rows, new StringContent("a,b", Encoding.UTF8, "text/csv"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/registries/test/division");
        request.Headers.Accept.ParseAdd("application/x-ndjson");
        using var reader = await city.As("read@").SendAsync(request);
        Assert.Equal(HttpStatusCode.Forbidden, reader.StatusCode);
    }

    private static string Row(int n) => $$"""{"code":"441900{{100 + n / 900}}{{100 + n % 900}}","name":"名{{n}}"}""";

    private static async Task<(string? Type, List<JsonElement> Lines)> SendAsync(
        HttpClient client, string text, string? key = null, string query = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Rows + query)
        {
            Content = new StringContent(text, Encoding.UTF8, "application/x-ndjson"),
        };
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var answer = await client.SendAsync(request);
        return (answer.Content.Headers.ContentType?.MediaType,
            [.. (await answer.Content.ReadAsStringAsync()).TrimEnd().Split('\n')
                .Select(l => JsonDocument.Parse(l).RootElement)]);
    }
}
