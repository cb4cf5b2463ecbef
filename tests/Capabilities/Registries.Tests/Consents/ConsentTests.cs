using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Kernel;
using Lingnan.PackKit.Registries;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Registries.Contracts;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Consents;

public sealed class ConsentTests
{
    private const string People = "/api/registries/test/person", Consents = "/api/registries/consents";

    private static readonly RegistryDeclaration Persons = Declared.People with
    {
        Consent = new("test:care", 2, new LocalText("上门关爱", "Home care"),
            new LocalText("民法典第一千零三十五条", "Civil Code, article 1035"), new LocalText("我同意", "I agree")),
    };

    [Theory, EachDatabase]
    public async Task A_consent_withdrawn_stops_the_next_read(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(
            engine, Declared.Packs(Declared.Divisions, Persons, Declared.Visits));
        var (person, other, _) = await Erasure.ErasureTests.PutAsync(city);
        using var officer = city.As("read@,unmask@");
        using var counter = city.As("read@,consents@", account: "a_counter");
        using var own = city.As("", person: person, account: "a_own", name: "张三");

        using var before = await ReadAsync(officer, person);
        Assert.Equal(
            (HttpStatusCode.Forbidden, "registries.unmask.consent-required"),
            (before.StatusCode, (await HttpCity.JsonAsync(before)).GetProperty("code").GetString()));

        using var old = await GiveAsync(own, person, 1, "portal", null);
        Assert.Equal("registries.consent.version", (await HttpCity.JsonAsync(old)).GetProperty("code").GetString());
        using var forged = await GiveAsync(own, other, 2, "portal", null);
        Assert.Equal(HttpStatusCode.Forbidden, forged.StatusCode);
        using var bare = await GiveAsync(counter, other, 2, "counter", null);
        Assert.Equal("registries.consent.evidence", (await HttpCity.JsonAsync(bare)).GetProperty("code").GetString());
        using var given = await GiveAsync(own, person, 2, "portal", null);
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        var id = (await HttpCity.JsonAsync(given)).GetProperty("id").GetString();
        using var paper = await GiveAsync(counter, other, 2, "paper", "档案〔2026〕5号");
        Assert.Equal(HttpStatusCode.OK, paper.StatusCode);

        using var read = await ReadAsync(officer, person);
        Assert.Contains(Declared.Number(1), await read.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await WholeAsync(officer));

        using var withdrawn = await own.PostAsJsonAsync($"{Consents}/{id}/withdrawal", new { channel = "portal" });
        Assert.Equal(HttpStatusCode.OK, withdrawn.StatusCode);
        using var after = await ReadAsync(officer, person);
        Assert.Equal(HttpStatusCode.Forbidden, after.StatusCode);
        Assert.Equal(1, await WholeAsync(officer));
        using var mine = await own.GetAsync($"{People}/{person}");
        Assert.Contains(Declared.Number(1), await mine.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var kept = Assert.Single((await own.GetFromJsonAsync<JsonElement>($"{Consents}/of/{person}")).EnumerateArray());
        Assert.Equal(
            (2, "我同意", "portal", "张三"),
            (kept.GetProperty("version").GetInt32(), kept.GetProperty("text").GetProperty("zh").GetString(),
                kept.GetProperty("withdrawnChannel").GetString(), kept.GetProperty("withdrawnBy").GetString()));
        using var stranger = await own.GetAsync($"{Consents}/of/{other}");
        Assert.Equal(HttpStatusCode.Forbidden, stranger.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task A_consent_ends_after_its_last_day_and_is_given_anew(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(
            engine, Declared.Packs(Declared.Divisions, Persons, Declared.Visits));
        var (person, _, _) = await Erasure.ErasureTests.PutAsync(city);
        using var officer = city.As("read@,unmask@");
        using var counter = city.As("read@,consents@", account: "a_counter");
        using var past = await GiveAsync(counter, person, 2, "paper", "档案〔2026〕5号", "2026-02-28");
        Assert.Equal("registries.consent.until", (await HttpCity.JsonAsync(past)).GetProperty("code").GetString());
        using var given = await GiveAsync(counter, person, 2, "paper", "档案〔2026〕5号", "2026-03-02");
        Assert.Equal(HttpStatusCode.OK, given.StatusCode);
        using var twice = await GiveAsync(counter, person, 2, "paper", "档案〔2026〕6号", null);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);

        // It is 16:00 of the first in the city.
        city.Time.Advance(TimeSpan.FromHours(31));
        using var lastDay = await ReadAsync(officer, person);
        Assert.Equal(HttpStatusCode.OK, lastDay.StatusCode);
        city.Time.Advance(TimeSpan.FromHours(1));
        using var over = await ReadAsync(officer, person);
        Assert.Equal(HttpStatusCode.Forbidden, over.StatusCode);
        Assert.Equal(["expired"], await StatesAsync(counter, person));
        Assert.Contains(city.Audit.Entries, e => e.Action == "registries.read-refused" && e.SubjectId == person
            && e.CaseNumber == "T-2026-7");

        using var anew = await GiveAsync(counter, person, 2, "paper", "档案〔2026〕7号", null);
        Assert.Equal(HttpStatusCode.OK, anew.StatusCode);
        using var read = await ReadAsync(officer, person);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);
        Assert.Equal(["holds", "expired"], await StatesAsync(counter, person));
    }

    private static async Task<IReadOnlyList<string?>> StatesAsync(HttpClient client, string person) =>
    [
        .. (await client.GetFromJsonAsync<JsonElement>($"{Consents}/of/{person}")).EnumerateArray()
            .Select(c => c.GetProperty("state").GetString()),
    ];

    private static Task<HttpResponseMessage> GiveAsync(
        HttpClient client, string subjectId, int version, string channel, string? evidence, string? until = null) =>
        client.PostAsJsonAsync(Consents, new { subjectId, code = "test:care", version, channel, evidence, until });

    private static async Task<int> WholeAsync(HttpClient officer)
    {
        using var list = await AskAsync(officer, People + "?unmask=true");
        return (await HttpCity.JsonAsync(list)).GetProperty("items").EnumerateArray()
            .Count(i => i.GetProperty("masked").GetArrayLength() == 0);
    }

    private static Task<HttpResponseMessage> ReadAsync(HttpClient officer, string id) =>
        AskAsync(officer, $"{People}/{id}?unmask=true");

    private static async Task<HttpResponseMessage> AskAsync(HttpClient officer, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add(AccessPurpose.PurposeHeader, Uri.EscapeDataString("上门关爱"));
        request.Headers.Add(AccessPurpose.CaseHeader, "T-2026-7");
        return await officer.SendAsync(request);
    }
}
