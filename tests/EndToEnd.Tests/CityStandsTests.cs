using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Testing;

namespace Lingnan.EndToEnd.Tests;

/// <summary>A city as a newcomer meets it: started by the command, asked over HTTP.</summary>
public sealed class CityStandsTests(Hamlet hamlet) : IClassFixture<Hamlet>
{
    private RunningCity City => hamlet.City;

    [Theory]
    [InlineData("/")]
    [InlineData("/healthz")]
    [InlineData("/readyz")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/sign-in")]
    [InlineData("/catalog")]
    [InlineData("/systems")]
    [InlineData("/health")]
    public async Task Answers_nobody_at(string path)
    {
        using var nobody = City.Nobody();
        var answer = await nobody.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Holds_a_thousand_persons_and_reports_the_broken_rows()
    {
        using var manager = await City.AsAsync("data-manager");
        var page = await manager.GetFromJsonAsync<JsonElement>("/api/registries/population/person?total=true&limit=1");
        Assert.Equal(1000, page.GetProperty("total").GetInt64());
        var imports = await manager.GetFromJsonAsync<JsonElement>("/api/registries/imports");
        var persons = imports.GetProperty("items").EnumerateArray()
            .Where(i => i.GetProperty("register").GetString() == "population:person");
        Assert.Contains(persons, i => i.GetProperty("refused").GetInt64() > 0);
    }

    [Fact]
    public async Task Refuses_a_second_process_on_its_folder_and_tells_the_address()
    {
        var (code, output) = await RunningCity.RunAsync(
            "up", "--preset", "hamlet", "--data", City.DataFolder, "--urls", "http://127.0.0.1:0");
        Assert.Equal(1, code);
        Assert.Contains(City.Url, output);
    }

    [Fact]
    public async Task Refuses_a_reader_without_token_with_a_problem()
    {
        using var nobody = City.Nobody();
        var answer = await nobody.GetAsync("/api/registries/population/person");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Shows_the_citizen_their_own_record_whole_and_who_read_it()
    {
        using var citizen = await City.AsAsync("citizen");
        var me = await citizen.GetFromJsonAsync<JsonElement>("/api/identity/me");
        var person = me.GetProperty("personId").GetString()!;
        var record = await citizen.GetFromJsonAsync<JsonElement>($"/api/registries/population/person/{person}");
        Assert.Empty(record.GetProperty("masked").EnumerateArray());

        using var officer = await City.AsAsync("data-manager");
        officer.DefaultRequestHeaders.Add("X-Lingnan-Purpose", Uri.EscapeDataString("核对户籍信息"));
        officer.DefaultRequestHeaders.Add("X-Lingnan-Case", "T-2026-1");
        (await officer.GetAsync($"/api/registries/population/person/{person}?unmask=true")).EnsureSuccessStatusCode();

        using var html = await City.AsAsync("citizen");
        Assert.Contains("核对户籍信息", await html.GetStringAsync("/me/readers"));
    }

    [Fact]
    public async Task Says_that_nothing_is_wrong()
    {
        var (code, output) = await RunningCity.RunAsync("doctor", "--data", City.DataFolder);
        Assert.True(code == 0, output);
    }
}
