using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Dapper;
using Lingnan.Platform.Files;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Registries.Tests.Erasure;

/// <summary>Erasure over HTTP, and what of the person is left afterwards in the tables themselves.</summary>
public sealed class ErasureTests
{
    private const string People = "/api/registries/test/person", Visits = "/api/registries/test/visit";
    private const string Town = "441900003";

    private static readonly object Good =
        new { basis = "consent-withdrawn", caseNumber = "T-2026-7", reason = "本人申请删除" };

    [Theory, EachDatabase]
    public async Task A_person_is_erased_by_two_and_nothing_of_them_is_left(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        var (person, other, visit) = await PutAsync(city);
        using var asker = city.As("read@,unmask@,write@,erase@", account: "a_asker");
        using var decider = city.As("read@,unmask@,write@,erase@", account: "a_decider");

        using var baseless = await asker.PostAsJsonAsync(
            $"{People}/{person}/erasure", new { basis = "", caseNumber = "T-1", reason = "删除" });
        Assert.Equal("registries.erasure.basis", await CodeAsync(baseless));
        using var asked = await asker.PostAsJsonAsync($"{People}/{person}/erasure", Good);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        var id = (await HttpCity.JsonAsync(asked)).GetProperty("id").GetString()!;
        using var alone = await DecideAsync(asker, id, true);
        Assert.Equal("registries.erasure.own.forbidden", await CodeAsync(alone));
        Assert.Equal(Declared.Number(1), await NumberAsync(decider, person));

        using var decided = await DecideAsync(decider, id, true);
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
        Assert.Equal(2, (await HttpCity.JsonAsync(decided)).GetProperty("rows").GetInt64());

        using var gone = await decider.GetAsync($"{People}/{person}");
        Assert.Equal((HttpStatusCode.Gone, "registries.erased.gone"), (gone.StatusCode, await CodeAsync(gone)));
        using var goneVisit = await decider.GetAsync($"{Visits}/{visit}");
        Assert.Equal(HttpStatusCode.Gone, goneVisit.StatusCode);
        Assert.Equal([other], await IdsAsync(decider, People));
        Assert.Empty(await IdsAsync(decider, $"{People}?filter=number:eq:{Declared.Number(1)}"));
        Assert.Empty(await IdsAsync(decider, $"{People}?search={Uri.EscapeDataString("张三")}"));
        var history = await decider.GetFromJsonAsync<JsonElement>($"{People}/{person}/history");
        Assert.All(
            history.EnumerateArray(), v => Assert.True(v.GetProperty("record").GetProperty("isErased").GetBoolean()));
        Assert.DoesNotContain("张三", history.GetRawText(), StringComparison.Ordinal);

        Assert.Equal("", await TracesAsync(city, person));
        Assert.Equal(Declared.Number(2), await NumberAsync(decider, other));
        Assert.Contains(city.Audit.Entries, e => e.Action == "registries.person-erased" && e.SubjectId == person
            && e.CaseNumber == "T-2026-7");
        using var again = await DecideAsync(decider, id, true);
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    [Fact]
    public async Task Rows_that_name_an_erased_person_are_refused_and_the_others_are_written()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        var (person, _, _) = await PutAsync(city);
        using var officer = city.As("read@,unmask@,write@,import@,erase@");
        await EraseAsync(city, person);

        var rows = string.Join('\n', new[] { 1, 3 }.Select(n => JsonSerializer.Serialize(
            new { number = Declared.Number(n), name = "李四", region = Town })));
        var written = await StreamAsync(officer, People, rows);
        Assert.Equal(["registries.row.person-erased", "created"], written);
        var visits = string.Join('\n', new[] { person, Declared.Number(1), Declared.Number(2) }.Select(p =>
            JsonSerializer.Serialize(new { person = p, day = "2026-02-02", place = "居委会", finding = "无" })));
        Assert.Equal(
            ["registries.row.person-erased", "registries.row.person-erased", "created"],
            await StreamAsync(officer, Visits, visits));
    }

    [Fact]
    public async Task The_file_that_brought_the_person_is_gone()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        using var scope = city.Services.CreateScope();
        var files = city.Services.GetRequiredService<IFileStore>();
        var kept = (await files.SaveAsync(new MemoryStream(Encoding.UTF8.GetBytes("张三")), 1000)).Value;
        var (person, _, _) = await PutAsync(city);
        await using (var session = await city.Services.GetRequiredService<IDatabase>().WriteAsync())
        {
            session.Unaudited("what an import leaves behind");
            var request = JsonSerializer.Serialize(
                new { Register = "test:person", FileHash = kept.Hash, FileName = "a.csv" });
            await session.Connection.ExecuteAsync(
                "INSERT INTO registries_imports (job_id, register, request, file_bytes, started_by, created_at) "
                + "VALUES ('j_1', 'test:person', @request, 1, 'a_1', 1)", new { request }, session.Transaction);
            await session.Connection.ExecuteAsync(
                "UPDATE registries_test_person SET import_id = 'j_1' WHERE id = @person", new { person },
                session.Transaction);
            await session.CommitAsync();
        }
        await EraseAsync(city, person);
        Assert.False(files.Exists(kept.Hash));
    }

    [Fact]
    public async Task Who_follows_erasures_is_told_in_the_same_transaction()
    {
        var follower = new Follower();
        await using var city = await HttpCity.StartAsync(
            Engine.Sqlite, configure: s => s.AddSingleton<IErasureFollower>(follower));
        var (person, other, _) = await PutAsync(city);
        await EraseAsync(city, person);
        Assert.Equal([person], follower.Told);

        follower.Fails = true;
        using var asker = city.As("erase@", account: "a_asker");
        using var decider = city.As("read@,unmask@,erase@", account: "a_decider");
        using var asked = await asker.PostAsJsonAsync($"{People}/{other}/erasure", Good);
        using var decided = await DecideAsync(
            decider, (await HttpCity.JsonAsync(asked)).GetProperty("id").GetString()!, true);
        Assert.Equal(HttpStatusCode.InternalServerError, decided.StatusCode);
        Assert.Equal(Declared.Number(2), await NumberAsync(decider, other));
    }

    [Theory, EachDatabase]
    public async Task A_lost_key_says_which_person(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine);
        var (person, other, _) = await PutAsync(city);
        using var auditor = city.As("check-keys@");
        using var officer = city.As("read@,unmask@,write@");
        Assert.Empty(Lost(await CheckAsync(auditor)));

        await SqlAsync(city, $"DELETE FROM platform_subject_keys WHERE subject_id = '{person}'");
        Assert.Equal([(person, "missing")], Lost(await CheckAsync(auditor)));
        // A new key would hide the loss, and make what the lost one sealed look altered.
        using var put = await officer.PatchAsJsonAsync(
            $"{People}/{person}", new { values = new { mobile = "13800138000" } });
        Assert.Equal("registries.row.key-lost", await CodeAsync(put));

        await SqlAsync(city, $"UPDATE platform_subject_keys SET wrapped = @bytes WHERE subject_id = '{other}'");
        var report = await CheckAsync(auditor);
        Assert.Equal(2, report.GetProperty("lostCount").GetInt64());
        Assert.Equivalent(new[] { (person, "missing"), (other, "damaged") }, Lost(report));
        var kept = await auditor.GetFromJsonAsync<JsonElement>("/api/registries/lost-keys");
        Assert.Equal(report.GetRawText(), kept.GetRawText());

        // Whoever was erased has no key either, and is not lost.
        using var plain = city.As("read@");
        using var denied = await plain.GetAsync("/api/registries/lost-keys");
        Assert.Equal(HttpStatusCode.Forbidden, denied.StatusCode);
    }

    [Fact]
    public async Task An_erased_person_has_no_lost_key()
    {
        await using var city = await HttpCity.StartAsync(Engine.Sqlite);
        var (person, _, _) = await PutAsync(city);
        await EraseAsync(city, person);
        using var auditor = city.As("check-keys@");
        Assert.Empty(Lost(await CheckAsync(auditor)));
    }

    private sealed class Follower : IErasureFollower
    {
        public List<string> Told { get; } = [];

        public bool Fails { get; set; }

        public Task ErasedAsync(
            DbSession session, string subjectId, Caller caller, CancellationToken cancellationToken)
        {
            if (Fails) throw new InvalidOperationException("The follower cannot.");
            Told.Add(subjectId);
            return Task.CompletedTask;
        }
    }

    internal static async Task<(string Person, string Other, string Visit)> PutAsync(HttpCity city)
    {
        var people = new List<string>();
        foreach (var (number, name) in new[] { (1, "张三"), (2, "王五") })
        {
            var texts = new Dictionary<string, string?>
            {
                ["number"] = Declared.Number(number), ["name"] = name, ["region"] = Town, ["address"] = "和平路1号",
                ["mobile"] = $"1380000000{number}",
            };
            people.Add(await WriteAsync(city, Declared.People, null, texts));
            await WriteAsync(city, Declared.People, people[^1], new() { ["mobile"] = $"1390000000{number}" });
        }
        var visit = await WriteAsync(city, Declared.Visits, null, new()
        {
            ["person"] = people[0], ["day"] = "2026-02-01", ["place"] = "和平路", ["finding"] = "一切都好",
        });
        return (people[0], people[1], visit);
    }

    private static async Task<string> WriteAsync(
        HttpCity city, PackKit.Registries.RegistryDeclaration register, string? id, Dictionary<string, string?> texts)
    {
        var written = await city.Registers.UpsertAsync(
            register, new RecordWrite(id, texts, null, null), RegisterCity.Root);
        Assert.True(written.IsOk && written.Value.Faults.Count == 0, written.ToString());
        return written.Value.Record!.Id;
    }

    private static async Task EraseAsync(HttpCity city, string person)
    {
        using var asker = city.As("erase@", account: "a_asker");
        using var decider = city.As("erase@", account: "a_decider");
        using var asked = await asker.PostAsJsonAsync($"{People}/{person}/erasure", Good);
        using var decided = await DecideAsync(
            decider, (await HttpCity.JsonAsync(asked)).GetProperty("id").GetString()!, true);
        Assert.Equal(HttpStatusCode.OK, decided.StatusCode);
    }

    private static Task<HttpResponseMessage> DecideAsync(HttpClient officer, string id, bool approve) =>
        officer.PostAsJsonAsync($"/api/registries/erasures/{id}/decision", new { approve, reason = "符合第四十七条" });

    private static async Task<string?> NumberAsync(HttpClient officer, string id)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{People}/{id}?unmask=true");
        request.Headers.Add(AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实低保申请"));
        request.Headers.Add(AccessPurpose.CaseHeader, "T-2026-7");
        using var answer = await officer.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await HttpCity.JsonAsync(answer)).GetProperty("values").GetProperty("number").GetString();
    }

    private static async Task<IReadOnlyList<string>> IdsAsync(HttpClient officer, string path) =>
    [
        .. (await officer.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()
            .Select(i => i.GetProperty("id").GetString()!),
    ];

    private static async Task<IReadOnlyList<string>> StreamAsync(HttpClient officer, string path, string lines)
    {
        using var answer = await officer.PostAsync(
            path + "/rows", new StringContent(lines, Encoding.UTF8, "application/x-ndjson"));
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

    // Everything the two tables hold of the person that would tell who it was.
    private static async Task<string> TracesAsync(HttpCity city, string person)
    {
        await using var session = await city.Services.GetRequiredService<IDatabase>().ReadAsync();
        var sealing = city.Services.GetRequiredService<Platform.Sealing.ISealing>();
        var index = sealing.BlindIndex("test:person.number", Declared.Number(1));
        var traces = new List<string>();
        foreach (var table in new[] { "registries_test_person", "registries_test_person_history" })
        {
            var found = await session.Connection.QueryAsync<string>(
                $"SELECT action FROM {table} WHERE (id = @person AND (f_name IS NOT NULL OR f_name_pinyin IS NOT NULL "
                + "OR f_address IS NOT NULL OR f_birth IS NOT NULL)) OR row_key = @index OR f_number_index = @index",
                new { person, index }, session.Transaction);
            traces.AddRange(found.Select(a => $"{table}:{a}"));
        }
        Assert.Null((await sealing.KeysForReadAsync(session, [person]))[0]);
        return string.Join(", ", traces);
    }

    private static async Task SqlAsync(HttpCity city, string sql)
    {
        await using var session = await city.Services.GetRequiredService<IDatabase>().WriteAsync();
        session.Unaudited("a key is lost");
        await session.Connection.ExecuteAsync(sql, new { bytes = new byte[61] }, session.Transaction);
        await session.CommitAsync();
    }

    private static async Task<JsonElement> CheckAsync(HttpClient auditor)
    {
        using var answer = await auditor.PostAsync("/api/registries/lost-keys/check", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await HttpCity.JsonAsync(answer);
    }

    private static IReadOnlyList<(string, string)> Lost(JsonElement report) =>
    [
        .. report.GetProperty("lost").EnumerateArray()
            .Select(l => (l.GetProperty("subjectId").GetString()!, l.GetProperty("cause").GetString()!)),
    ];

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        (await HttpCity.JsonAsync(answer)).GetProperty("code").GetString();
}
