using System.Net;
using System.Security.Claims;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;

namespace Lingnan.Identity.Tests;

public class AccessTests
{
    [Fact]
    public async Task Every_endpoint_refuses_nobody_and_strangers()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        using var nobody = city.Nobody();
        using var stranger = await city.AsAsync("citizen");
        var own = city.Endpoints.Where(e => e.Route.StartsWith("/api/identity")).ToList();
        Assert.True(own.Count >= 20);
        foreach (var endpoint in own.Where(e => !e.Rule.Anonymous))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, endpoint.Method, endpoint.Route));
            if (endpoint.Rule.Permission is not null)
                Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, endpoint.Method, endpoint.Route));
        }
    }

    [Theory, EachDatabase]
    public async Task An_open_page_loses_its_caller_when_the_account_goes(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var account =
            await city.OfficerAsync("chen.wei", "kapok-bridge-lamp", new NewPost(IdentityCity.TownId, "reader"));
        var opened = (await city.Get<ISessions>().SignInAsync("chen.wei", "kapok-bridge-lamp", "test", null)).Value;
        await using var circuit = city.NewScope();
        var source = circuit.ServiceProvider.GetRequiredService<ICallerSource>();
        Assert.Equal(CallerKind.Nobody, (await source.CurrentAsync()).Kind);

        Claim[] claims = [new("lingnan.session", opened.Caller.SessionId!)];
        var state = new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity(claims, "Lingnan")));
        ((ServerAuthenticationStateProvider)circuit.ServiceProvider.GetRequiredService<AuthenticationStateProvider>())
            .SetAuthenticationState(Task.FromResult(state));
        Assert.Equal(account.Id, (await source.CurrentAsync()).AccountId);
        await city.Get<IAccounts>().RemoveAsync(city.Root, account.Id);
        Assert.Equal(CallerKind.Nobody, (await source.CurrentAsync()).Kind);
    }

    [Fact]
    public async Task Another_process_sees_a_removal_within_five_seconds()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        await using var other = await city.StartAgainAsync("hamlet");
        var opened = (await city.Get<ISessions>().SignInDemoAsync("auditor", "test")).Value;
        Assert.True((await other.Get<ISessions>().ResolveAsync(opened.Token)).IsKnown);
        await city.Get<IAccounts>().RemoveAsync(city.Root, opened.Caller.AccountId);
        city.Time.Advance(TimeSpan.FromSeconds(5));
        Assert.False((await other.Get<ISessions>().ResolveAsync(opened.Token)).IsKnown);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string method, string route)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), route.Replace("{id}", "x_1"));
        if (method is "POST" or "PUT") request.Content = new StringContent("{}", null, "application/json");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
