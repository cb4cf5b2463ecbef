using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Model;
using Lingnan.Registries.Storage;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Erasure;

/// <summary>One lost or damaged key costs one row its sealed fields, and nobody else anything.</summary>
public sealed class UnreadableTests
{
    private const string People = "/api/registries/test/person";

    public static TheoryData<string, string, string> Losses => new()
    {
        { "DELETE FROM platform_subject_keys WHERE subject_id = @person", "key-missing", "registries.row.key-lost" },
        { "UPDATE platform_subject_keys SET wrapped = @bytes WHERE subject_id = @person", "key-damaged",
            "registries.row.key-lost" },
        { "UPDATE platform_subject_keys SET destroyed_at = 1 WHERE subject_id = @person", "key-destroyed",
            "registries.row.person-erased" },
    };

    [Theory, MemberData(nameof(Losses))]
    public Task The_row_says_which_field_and_why(string sql, string cause, string refusal) =>
        CheckAsync(Engine.Sqlite, sql, cause, refusal);

    [Theory, MemberData(nameof(Losses))]
    public Task On_the_server_size_too(string sql, string cause, string refusal)
    {
        Assert.SkipUnless(TestPostgres.Url is not null, $"{TestPostgres.Variable} is not set.");
        return CheckAsync(Engine.Postgres, sql, cause, refusal);
    }

    [Theory, EachDatabase]
    public async Task A_value_sealed_under_another_key_is_told_apart(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        var (person, other, _) = await ErasureTests.PutAsync(city);
        await SqlAsync(
            city, "UPDATE registries_test_person SET f_number_sealed = (SELECT f_number_sealed FROM "
            + "registries_test_person WHERE id = @other) WHERE id = @person", person, other);
        using var officer = city.As("read@,unmask@");
        var items = await ListAsync(officer);
        Assert.Equal("altered", items[person].GetProperty("unreadable").GetProperty("number").GetString());
        Assert.Equal(Declared.Number(2), Number(items[other]));
        Assert.Equal("13900000001", items[person].GetProperty("values").GetProperty("mobile").GetString());
    }

    [Fact]
    public async Task A_visit_cannot_take_what_a_lost_key_sealed_to_another_person()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        var (person, other, visit) = await ErasureTests.PutAsync(city);
        await SqlAsync(city, Losses.First().Data.Item1, person, other);
        var row = new ValidRow { Id = visit, Values = new Dictionary<string, object?> { ["person"] = other } };
        await using var session = await city.Services.GetRequiredService<IDatabase>().WriteAsync();
        session.Unaudited("not committed");
        var moved = (await city.Services.GetRequiredService<RowStore>().WriteBatchAsync(
            session, Declared.Visits, [row], new() { Caller = RegisterCity.Root }))[0];
        Assert.Equal("registries.row.key-lost", Assert.Single(moved.Faults).Error.Code);
    }

    private static async Task CheckAsync(Engine engine, string sql, string cause, string refusal)
    {
        await using var city = await HttpCity.StartAsync(engine);
        var (person, other, visit) = await ErasureTests.PutAsync(city);
        await SqlAsync(city, sql, person, other);
        using var officer = city.As("read@,unmask@,write@,export@,import@");

        var items = await ListAsync(officer);
        Assert.Equal(cause, items[person].GetProperty("unreadable").GetProperty("number").GetString());
        Assert.Equal("张三", items[person].GetProperty("values").GetProperty("name").GetString());
        Assert.Equal(Declared.Number(2), Number(items[other]));
        Assert.Equal(JsonValueKind.Null, items[other].GetProperty("unreadable").ValueKind);
        Assert.Equal(cause, (await OneAsync(officer, $"{People}/{person}")).GetProperty("unreadable")
            .GetProperty("mobile").GetString());
        Assert.Equal(cause, (await OneAsync(officer, $"/api/registries/test/visit/{visit}"))
            .GetProperty("unreadable").EnumerateObject().First().Value.GetString());

        var csv = await ExportAsync(officer, "csv");
        Assert.Contains($"#{cause}", csv, StringComparison.Ordinal);
        Assert.Contains(Declared.Number(2), csv, StringComparison.Ordinal);
        var lines = (await ExportAsync(officer, "jsonl")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => JsonDocument.Parse(l).RootElement).ToDictionary(l => l.GetProperty("id").GetString()!);
        Assert.Equal(cause, lines[person].GetProperty("unreadable").GetProperty("number").GetString());
        Assert.Equal(Declared.Number(2), Number(lines[other]));

        var rows = string.Join('\n', new[] { 1, 2, 3 }.Select(n => JsonSerializer.Serialize(
            new { number = Declared.Number(n), name = "李四", region = "441900003", mobile = "13700000000" })));
        Assert.Equal([refusal, "changed", "created"], await StreamAsync(officer, rows));
        var changes = await OneAsync(officer, $"{People}/changes");
        Assert.Contains(changes.GetProperty("items").EnumerateArray(), c =>
            c.GetProperty("record") is { ValueKind: JsonValueKind.Object } r
                && r.GetProperty("id").GetString() == person
            && r.GetProperty("unreadable").GetProperty("number").GetString() == cause);
    }

    private static string? Number(JsonElement row) => row.GetProperty("values").GetProperty("number").GetString();

    private static async Task<Dictionary<string, JsonElement>> ListAsync(HttpClient officer) =>
        (await OneAsync(officer, People)).GetProperty("items").EnumerateArray()
            .ToDictionary(i => i.GetProperty("id").GetString()!);

    private static async Task<JsonElement> OneAsync(HttpClient officer, string path)
    {
        using var answer = await AskAsync(officer, path + "?unmask=true");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await HttpCity.JsonAsync(answer);
    }

    private static async Task<string> ExportAsync(HttpClient officer, string format)
    {
        using var answer = await AskAsync(officer, $"{People}/export?format={format}&unmask=true");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient officer, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实低保申请"));
        request.Headers.Add(AccessPurpose.CaseHeader, "T-2026-7");
        return await officer.SendAsync(request);
    }

    private static async Task<IReadOnlyList<string>> StreamAsync(HttpClient officer, string lines)
    {
        using var answer = await officer.PostAsync(
            People + "/rows", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return
        [
            .. (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => JsonDocument.Parse(l).RootElement).Where(l => l.TryGetProperty("outcome", out _))
                .Select(l => l.TryGetProperty("faults", out var faults) && faults.GetArrayLength() > 0
                    ? faults[0].GetProperty("code").GetString()!
                    : l.GetProperty("outcome").GetString()!),
        ];
    }

    private static async Task SqlAsync(HttpCity city, string sql, string person, string other)
    {
        await using var session = await city.Services.GetRequiredService<IDatabase>().WriteAsync();
        session.Unaudited("a key is lost");
        await session.Connection.ExecuteAsync(
            sql, new { person, other, bytes = new byte[61] }, session.Transaction);
        await session.CommitAsync();
    }
}
