using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Registries.Tests.Watch;

public sealed class QuestionTests
{
    private const string People = "/api/registries/test/person", Ask = "/api/registries/read-questions";

    [Theory, EachDatabase]
    public async Task A_person_asks_about_a_read_of_their_data_and_an_auditor_answers(Engine engine)
    {
        await using var city = await HttpCity.StartAsync(engine, isAuditReal: true);
        var (person, other, _) = await Erasure.ErasureTests.PutAsync(city);
        using var officer = city.As("read@,unmask@", account: "a_busy", name: "周干事");
        using var auditor = city.As("review-reads@", account: "a_auditor", name: "何审计");
        using var own = city.As("", person: person, account: "a_own", name: "张三");
        using var stranger = city.As("", person: other, account: "a_other", name: "王五");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{People}/{person}?unmask=true");
        request.Headers.Add(AccessPurpose.PurposeHeader, Uri.EscapeDataString("核实低保申请"));
        request.Headers.Add(AccessPurpose.CaseHeader, "T-2026-7");
        using var read = await officer.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, read.StatusCode);

        var body = new { position = 1, question = "我没有申请低保" };
        using var foreign = await stranger.PostAsJsonAsync(Ask, body);
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        using var asked = await own.PostAsJsonAsync(Ask, body);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        using var twice = await own.PostAsJsonAsync(Ask, body);
        Assert.Equal(HttpStatusCode.Conflict, twice.StatusCode);

        var page = await auditor.GetFromJsonAsync<JsonElement>("/api/registries/read-findings?rule=questioned");
        var finding = Assert.Single(page.GetProperty("items").EnumerateArray());
        Assert.Equal(
            ("a_busy", "我没有申请低保"),
            (finding.GetProperty("accountId").GetString(), finding.GetProperty("question").GetString()));
        var detail = await auditor.GetFromJsonAsync<JsonElement>(
            $"/api/registries/read-findings/{finding.GetProperty("id").GetString()}");
        Assert.Equal("T-2026-7", Assert.Single(detail.GetProperty("evidence").EnumerateArray())
            .GetProperty("caseNumber").GetString());
        var none = await auditor.GetFromJsonAsync<JsonElement>("/api/registries/read-findings?rule=away");
        Assert.Empty(none.GetProperty("items").EnumerateArray());
    }
}
