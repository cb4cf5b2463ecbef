using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>What a stranger or a broken client sends; the city answers with a problem and stands as before.</summary>
public sealed class BadRequestTests(Hamlet hamlet) : IClassFixture<Hamlet>, IAsyncDisposable
{
    private const string Divisions = "/api/registries/places/division";

    private RunningCity City => hamlet.City;

    /// <summary>After each test the city still lives and its log is whole.</summary>
    public async ValueTask DisposeAsync()
    {
        using var auditor = await City.AsAsync("auditor");
        var verdict = await auditor.GetFromJsonAsync<JsonElement>("/api/platform/audit/verify");
        Assert.Empty(verdict.GetProperty("defects").EnumerateArray());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_before_it_is_read()
    {
        using var manager = await City.AsAsync("data-manager");
        using var answer = await manager.PostAsync(
            Divisions, Json("{\"values\":{\"name\":\"" + new string('x', 2 << 20) + "\"}}"));
        await IsProblemAsync(answer, HttpStatusCode.RequestEntityTooLarge, "platform.body.too-large");
    }

    [Fact]
    public async Task Json_that_is_too_deep_or_none_is_refused()
    {
        using var manager = await City.AsAsync("data-manager");
        var deep = string.Concat(Enumerable.Repeat("{\"values\":", 10_000)) + "1" + new string('}', 10_000);
        foreach (var body in (string[])[deep, "{\"values\":", "[]", "", "{\"values\":{\"code\":{}}}"])
        {
            using var answer = await manager.PostAsync(Divisions, Json(body));
            await IsProblemAsync(answer, HttpStatusCode.BadRequest, null);
        }
    }

    [Theory]
    [InlineData("'; DROP TABLE registries_declarations; --")]
    [InlineData("\" OR 1=1 --")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("</title><img src=x onerror=alert(1)>")]
    [InlineData("{{7*7}}${7*7}")]
    [InlineData("𠮷·阿依古丽\u200d")]
    public async Task Text_that_is_code_elsewhere_stays_text(string text)
    {
        using var manager = await City.AsAsync("data-manager");
        var code = "990100" + (600 + (uint)text.GetHashCode(StringComparison.Ordinal) % 300).ToString();
        using var made = await manager.PostAsJsonAsync(Divisions, new { values = new { code, name = text } });
        Assert.True(made.IsSuccessStatusCode, await made.Content.ReadAsStringAsync());
        var id = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("record").GetProperty("id")
            .GetString();
        var kept = await manager.GetFromJsonAsync<JsonElement>($"{Divisions}/{id}");
        Assert.Equal(text, kept.GetProperty("values").GetProperty("name").GetString());
        foreach (var query in (string[])["search=", "filter=name:eq:", "sort=", "cursor=", "filter="])
        {
            using var asked = await manager.GetAsync($"{Divisions}?{query}{Uri.EscapeDataString(text)}");
            Assert.True((int)asked.StatusCode is 200 or 400 or 422, $"{query}: {asked.StatusCode}");
        }
        using var nobody = City.Nobody();
        var html = await nobody.GetStringAsync("/catalog/places/division/rows?q=" + code);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_name_cannot_leave_its_folder()
    {
        using var manager = await City.AsAsync("data-manager");
        foreach (var name in (string[])["../../keys/city.key", "/etc/passwd", "a\0b.csv",
            new string('n', 5_000) + ".csv"])
        {
            using var file = new ByteArrayContent("code,name\n990100444,甲\n"u8.ToArray());
            using var answer = await manager.PostAsync(
                $"{Divisions}/imports?dryRun=true&fileName={Uri.EscapeDataString(name)}", file);
            Assert.True((int)answer.StatusCode < 500, $"{name}: {answer.StatusCode}");
        }
        var keys = Directory.EnumerateFiles(Path.Combine(City.DataFolder, "keys")).Select(Path.GetFileName);
        Assert.Contains("city.key", keys);
    }

    [Fact]
    public async Task The_token_of_an_account_that_was_suspended_or_removed_is_worth_nothing()
    {
        using var administrator = await City.AsAsync("administrator");
        using var officer = await City.AsAsync("window-officer");
        var id = (await officer.GetFromJsonAsync<JsonElement>("/api/identity/me")).GetProperty("accountId").GetString();
        (await administrator.PutAsJsonAsync(
            $"/api/identity/accounts/{id}/active", new { active = false })).EnsureSuccessStatusCode();
        using (var refused = await officer.GetAsync("/api/identity/me"))
            await IsProblemAsync(refused, HttpStatusCode.Unauthorized, null);

        (await administrator.PutAsJsonAsync(
            $"/api/identity/accounts/{id}/active", new { active = true })).EnsureSuccessStatusCode();
        using var again = await City.AsAsync("window-officer");
        (await administrator.DeleteAsync($"/api/identity/accounts/{id}")).EnsureSuccessStatusCode();
        using (var refused = await again.GetAsync("/api/identity/me"))
            await IsProblemAsync(refused, HttpStatusCode.Unauthorized, null);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task IsProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string? code)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        if (code is not null) Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.NotEmpty(problem.GetProperty("mend").GetString()!);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
    }
}
