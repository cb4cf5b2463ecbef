using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

public class TokenTests
{
    private const string Password = "kapok-bridge-lamp";

    [Theory, EachDatabase]
    public async Task Issues_a_bearer_token_as_rfc_6749_writes_it(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        await city.OfficerAsync("chen.wei", Password, new NewPost(IdentityCity.TownId, "town-officer"));
        using var answer = await city.AskTokenAsync(" Chen.Wei ", Password);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(["access_token", "token_type", "expires_in"], body.EnumerateObject().Select(p => p.Name));
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        Assert.Equal(1800, body.GetProperty("expires_in").GetInt64());

        using var client = city.With(body.GetProperty("access_token").GetString()!);
        var me = await client.GetFromJsonAsync<JsonElement>("/api/identity/me");
        Assert.Equal("officer", me.GetProperty("kind").GetString());
        Assert.Equal("东岸镇", me.GetProperty("unitName").GetString());
        Assert.All(me.GetProperty("grants").EnumerateArray(), g =>
            Assert.Equal("441900003", g.GetProperty("regionPrefix").GetString()));
    }

    [Theory]
    [InlineData("", "invalid_request")]
    [InlineData("grant_type=password&username=auditor", "invalid_request")]
    [InlineData("grant_type=password&username=auditor&password=", "invalid_request")]
    [InlineData("grant_type=password&username=a&username=b&password=c", "invalid_request")]
    [InlineData("grant_type=client_credentials", "unsupported_grant_type")]
    [InlineData("grant_type=password&username=auditor&password=wrong", "invalid_grant")]
    [InlineData("grant_type=password&username=no-such-name&password=wrong", "invalid_grant")]
    [InlineData("grant_type=password&username=%F0%A0%AE%B7&password=%27%20OR%201%3D1", "invalid_grant")]
    [InlineData("grant_type=password&username=%00&password=x", "invalid_request")]
    public async Task Refuses_as_rfc_6749_writes_it(string form, string error)
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        using var client = city.Nobody();
        using var content = new StringContent(form, null, "application/x-www-form-urlencoded");
        using var answer = await client.PostAsync("/api/identity/token", content);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.True(answer.Headers.CacheControl?.NoStore);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(error, body.GetProperty("error").GetString());
        Assert.NotEmpty(body.GetProperty("error_description").GetString()!);
    }

    [Fact]
    public async Task Refuses_a_body_of_another_kind()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        using var client = city.Nobody();
        using var answer = await client.PostAsJsonAsync("/api/identity/token", new { grant_type = "password" });
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("invalid_request", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error")
            .GetString());
    }

    [Theory, EachDatabase]
    public async Task Answers_alike_whatever_was_wrong(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var suspended = await city.OfficerAsync("suspended", Password);
        await city.Get<IAccounts>().SetActiveAsync(city.Root, suspended.Id, false);
        var answers = new HashSet<string>();
        foreach (var (name, password) in new[] { ("auditor", "wrong"), ("nobody-here", "wrong"),
            ("suspended", Password), ("13912345678", "x") })
        {
            city.Time.Advance(TimeSpan.FromSeconds(1));
            using var answer = await city.AskTokenAsync(name, password);
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        Assert.Single(answers);
        var log = await city.Get<IAuditLog>().ReadAsync(new AuditQuery { ActionPrefix = "identity.sign-in-refused" });
        Assert.Equal(["unknown", "suspended", "unknown", "password"],
            log.Items.Select(r => JsonDocument.Parse(r.DetailJson!).RootElement.GetProperty("reason").GetString()!));
        Assert.DoesNotContain(log.Items, r => r.DetailJson!.Contains("nobody-here"));
    }

    [Theory, EachDatabase]
    public async Task Revokes_as_rfc_7009_writes_it(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var client = await city.AsAsync("auditor");
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        Assert.True((await city.Get<ISessions>().ResolveAsync(token)).IsKnown);

        foreach (var dead in new[] { token, token, "unknown" })
        {
            using var form = new FormUrlEncodedContent([new("token", dead)]);
            using var answer = await client.PostAsync("/api/identity/revoke", form);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.False((await city.Get<ISessions>().ResolveAsync(token)).IsKnown);
    }

    [Fact]
    public async Task Says_busy_when_too_many_wait()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        var queue = city.Get<Passwords.PasswordQueue>();
        var gate = new TaskCompletionSource<int>();
        var started = new SemaphoreSlim(0);
        Task<int> Work() { started.Release(); return gate.Task; }
        var waiting = Enumerable.Range(0, IdentityLimits.HashWorkers).Select(_ => queue.RunAsync(Work, default))
            .ToList();
        foreach (var _ in waiting) await started.WaitAsync();
        waiting.AddRange(Enumerable.Range(0, IdentityLimits.HashQueue).Select(_ => queue.RunAsync(Work, default)));
        using (var answer = await city.AskTokenAsync("auditor", "x"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.NotNull(answer.Headers.RetryAfter);
        }

        gate.SetResult(0);
        await Task.WhenAll(waiting);
        using var later = await city.AskTokenAsync("auditor", "x");
        Assert.Equal(HttpStatusCode.BadRequest, later.StatusCode);
    }
}
