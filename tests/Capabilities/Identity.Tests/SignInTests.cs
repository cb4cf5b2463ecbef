using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.AspNetCore.Http;

namespace Lingnan.Identity.Tests;

public class SignInTests
{
    private const string Password = "kapok-bridge-lamp";

    [Theory, EachDatabase]
    public async Task Locks_after_five_failures_and_longer_after_the_sixth(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        await city.OfficerAsync("chen.wei", Password);
        for (var i = 0; i < 5; i++) Assert.False(await TryAsync(city, "wrong"));
        Assert.False(await TryAsync(city, Password));
        city.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(await TryAsync(city, Password));
        city.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(await TryAsync(city, "wrong"));
        city.Time.Advance(TimeSpan.FromSeconds(119));
        Assert.False(await TryAsync(city, Password));
        city.Time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(await TryAsync(city, Password));

        for (var i = 0; i < 4; i++) Assert.False(await TryAsync(city, "wrong"));
        Assert.True(await TryAsync(city, Password));
        var log = await city.Get<IAuditLog>()
            .ReadAsync(new AuditQuery { ActionPrefix = "identity.sign-in-refused", Limit = 100 });
        Assert.Equal(3, log.Items.Count(r => r.DetailJson!.Contains("locked")));
    }

    [Fact]
    public async Task Side_by_side_guesses_cannot_outrun_the_lock()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        await city.OfficerAsync("chen.wei", Password);
        var guesses = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => TryAsync(city, "wrong")));
        Assert.DoesNotContain(true, guesses);
        var log = await city.Get<IAuditLog>()
            .ReadAsync(new AuditQuery { ActionPrefix = "identity.sign-in-refused", Limit = 100 });
        // As many guesses as there are workers may be under way when the lock falls.
        Assert.InRange(log.Items.Count(r => r.DetailJson!.Contains("\"password\"")), 5,
            5 + IdentityLimits.HashWorkers - 1);
    }

    [Theory, EachDatabase]
    public async Task A_session_ends_unused_and_however_much_it_is_used(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var client = await city.AsAsync("auditor");
        var token = client.DefaultRequestHeaders.Authorization!.Parameter!;
        for (var i = 0; i < 28; i++)
        {
            city.Time.Advance(TimeSpan.FromMinutes(25));
            await city.Get<Sessions.SessionTouches>().WriteAsync(default);
            Assert.True((await city.Get<ISessions>().ResolveAsync(token)).IsKnown, $"after {i + 1} times 25 minutes");
        }

        city.Time.Advance(TimeSpan.FromMinutes(21));
        Assert.False((await city.Get<ISessions>().ResolveAsync(token)).IsKnown);

        using var other = await city.AsAsync("auditor");
        city.Time.Advance(TimeSpan.FromMinutes(30));
        Assert.False((await city.Get<ISessions>().ResolveAsync(other.DefaultRequestHeaders.Authorization!.Parameter!))
            .IsKnown);
    }

    [Fact]
    public async Task A_clock_that_jumps_back_ends_no_session()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        using var client = await city.AsAsync("auditor");
        var earlier =
            new Microsoft.Extensions.Time.Testing.FakeTimeProvider(city.Time.GetUtcNow() - TimeSpan.FromHours(3));
        await using var again = await city.StartAgainAsync("hamlet", earlier);
        Assert.True((await again.Get<ISessions>().ResolveAsync(client.DefaultRequestHeaders.Authorization!.Parameter!))
            .IsKnown);
    }

    [Theory, EachDatabase]
    public async Task Each_sees_and_ends_only_their_own_sessions(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var first = await city.AsAsync("auditor");
        city.Time.Advance(TimeSpan.FromSeconds(1));
        using var second = await city.AsAsync("auditor");
        using var stranger = await city.AsAsync("data-manager");

        var sessions = await second.GetFromJsonAsync<SessionInfo[]>("/api/identity/sessions");
        Assert.Equal([true, false], sessions!.Select(s => s.IsCurrent));
        await stranger.DeleteAsync($"/api/identity/sessions/{sessions![1].Id}");
        Assert.Equal(HttpStatusCode.OK, (await first.GetAsync("/api/identity/me")).StatusCode);
        await second.DeleteAsync($"/api/identity/sessions/{sessions[1].Id}");
        Assert.False(await IsKnownAsync(city, first));
        Assert.True(await IsKnownAsync(city, second));
        await second.DeleteAsync("/api/identity/token");
        Assert.False(await IsKnownAsync(city, second));
        Assert.True(await IsKnownAsync(city, stranger));
    }

    [Fact]
    public async Task The_oldest_session_ends_when_there_are_too_many()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        var sessions = city.Get<ISessions>();
        var tokens = new List<string>();
        for (var i = 0; i <= IdentityLimits.SessionsPerAccount; i++)
        {
            city.Time.Advance(TimeSpan.FromSeconds(1));
            tokens.Add((await sessions.SignInDemoAsync("auditor", "test")).Value.Token);
        }

        Assert.False((await sessions.ResolveAsync(tokens[0])).IsKnown);
        Assert.True((await sessions.ResolveAsync(tokens[1])).IsKnown);
        Assert.Equal(IdentityLimits.SessionsPerAccount,
            (await sessions.ListAsync(await sessions.ResolveAsync(tokens[^1]))).Count);
    }

    [Theory]
    [InlineData("https", true)]
    [InlineData("http", false)]
    public void The_cookie_is_out_of_reach_of_scripts_and_other_sites(string scheme, bool secure)
    {
        var context = new DefaultHttpContext();
        context.Request.Scheme = scheme;
        SessionCookie.Append(context, new NewSession("token", DateTimeOffset.UnixEpoch.AddDays(20_000), Caller.Nobody));
        var cookie = context.Response.Headers.SetCookie.ToString();
        Assert.StartsWith("lingnan-session=token; ", cookie);
        Assert.Contains("; path=/; ", cookie);
        Assert.Contains("; samesite=lax", cookie);
        Assert.Contains("; httponly", cookie);
        Assert.Equal(secure, cookie.Contains("; secure"));
    }

    [Fact]
    public async Task Cookie_and_bearer_stand_for_the_same_caller_and_a_bad_bearer_is_not_rescued_by_a_cookie()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        var opened = (await city.Get<ISessions>().SignInDemoAsync("auditor", "test")).Value;
        using var client = city.Nobody();
        client.DefaultRequestHeaders.Add("Cookie", $"{ISessions.CookieName}={opened.Token}");
        Assert.Equal(opened.Caller.AccountId, await AccountAsync(client));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "not-a-token");
        Assert.NotEqual(HttpStatusCode.OK, (await client.GetAsync("/api/identity/me")).StatusCode);
    }

    [Theory]
    [InlineData("citizen", CallerKind.Citizen)]
    [InlineData("town-officer", CallerKind.Officer)]
    [InlineData("window-officer", CallerKind.Officer)]
    [InlineData("data-manager", CallerKind.Officer)]
    [InlineData("auditor", CallerKind.Officer)]
    [InlineData("administrator", CallerKind.Officer)]
    public async Task One_click_signs_in_as_each_demo_role(string demoId, CallerKind kind)
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        var opened = await city.Get<ISessions>().SignInDemoAsync(demoId, "test");
        Assert.Equal(kind, opened.Value.Caller.Kind);
        Assert.Equal(kind == CallerKind.Citizen ? "p_1" : null, opened.Value.Caller.PersonId);
        Assert.Equal("identity.demo-refused", (await city.Get<ISessions>().SignInDemoAsync("mayor", "test"))
            .Error?.Code);
    }

    private static async Task<bool> TryAsync(IdentityCity city, string password)
    {
        using var answer = await city.AskTokenAsync("chen.wei", password);
        return answer.IsSuccessStatusCode;
    }

    private static async Task<bool> IsKnownAsync(IdentityCity city, HttpClient client) =>
        (await city.Get<ISessions>().ResolveAsync(client.DefaultRequestHeaders.Authorization!.Parameter!)).IsKnown;

    private static async Task<string?> AccountAsync(HttpClient client) =>
        (await client.GetFromJsonAsync<JsonElement>("/api/identity/me")).GetProperty("accountId").GetString();
}
