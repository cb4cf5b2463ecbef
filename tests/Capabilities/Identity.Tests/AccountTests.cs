using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Permissions;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

public class AccountTests
{
    private const string Password = "kapok-bridge-lamp";
    private static readonly NewPost TownPost = new(IdentityCity.TownId, "town-officer");

    [Theory, EachDatabase]
    public async Task An_administrator_makes_an_officer_who_sets_the_password_once(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var administrator = await city.AsAsync("administrator");
        using var made = await administrator.PostAsJsonAsync(
            "/api/identity/accounts", new NewOfficer("Chen.Wei", "陈伟", [TownPost]));
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var answer = await made.Content.ReadFromJsonAsync<JsonElement>();
        var path = answer.GetProperty("oneTimePath").GetString()!;
        Assert.StartsWith("/set-password?token=", path);
        Assert.Equal($"/api/identity/accounts/{answer.GetProperty("account").GetProperty("id")}",
            made.Headers.Location?.ToString());

        Assert.Equal(HttpStatusCode.BadRequest, (await city.AskTokenAsync("chen.wei", Password)).StatusCode);
        Assert.Equal("identity.password.too-short", await SetAsync(city, path, "short"));
        Assert.Equal("identity.password.contains-name", await SetAsync(city, path, "chen.wei.was.here"));
        Assert.Null(await SetAsync(city, path, Password));
        Assert.Equal("identity.link.invalid", await SetAsync(city, path, "another-good-one"));
        await city.SignInAsync("chen.wei", Password);
    }

    [Theory, EachDatabase]
    public async Task A_link_dies_after_a_day_and_when_another_is_made(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var accounts = city.Get<IAccounts>();
        var made = (await accounts.CreateOfficerAsync(city.Root, new NewOfficer("chen.wei", "陈伟", []))).Value;
        var second = (await accounts.ResetPasswordAsync(city.Root, made.Account.Id)).Value;
        Assert.Equal("identity.link.invalid", await SetAsync(city, made.OneTimePath, Password));
        city.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal("identity.link.invalid", await SetAsync(city, second, Password));
        var third = (await accounts.ResetPasswordAsync(city.Root, made.Account.Id)).Value;
        var together = await Task.WhenAll(SetAsync(city, third, Password), SetAsync(city, third, "another-good-one"));
        Assert.Equal([null, "identity.link.invalid"], together.Order());
    }

    [Theory]
    [EachDatabase("remove")]
    [EachDatabase("suspend")]
    [EachDatabase("reset")]
    public async Task A_token_is_refused_at_once_when_its_account_goes(Engine engine, string how)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var account = await city.OfficerAsync("chen.wei", Password, TownPost);
        using var client = city.With(await city.SignInAsync("chen.wei", Password));
        using var administrator = await city.AsAsync("administrator");
        Assert.Equal(account.Id, await AccountIdAsync(client));

        using var answer = how switch
        {
            "remove" => await administrator.DeleteAsync($"/api/identity/accounts/{account.Id}"),
            "suspend" => await administrator.PutAsJsonAsync($"/api/identity/accounts/{account.Id}/active",
                new { active = false }),
            _ => await administrator.PostAsync($"/api/identity/accounts/{account.Id}/reset", null),
        };
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Null(await AccountIdAsync(client));
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AskTokenAsync("chen.wei", Password)).StatusCode);
    }

    [Theory, EachDatabase]
    public async Task Grants_follow_the_posts_at_once(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var account = await city.OfficerAsync("chen.wei", Password, TownPost);
        var token = await city.SignInAsync("chen.wei", Password);
        var read = new Permission("registries.read", default);
        var import = new Permission("registries.import", default);
        var before = await city.Get<ISessions>().ResolveAsync(token);
        Assert.True(before.Has(read, "441900003005"));
        Assert.False(before.Has(read, "441900004001"));
        Assert.False(before.Has(import));

        await city.Get<IAccounts>().SetPostsAsync(
            city.Root, account.Id,
            [new NewPost(IdentityCity.OtherTownId, "reader"), new NewPost(IdentityCity.CityId, "data-manager")]);
        var after = await city.Get<ISessions>().ResolveAsync(token);
        Assert.Equal([""], after.Reach(read));
        Assert.Equal([""], after.Reach(import));
        Assert.Equal(IdentityCity.CityId, after.UnitId);
    }

    [Theory, EachDatabase]
    public async Task Nobody_raises_or_harms_themselves_or_leaves_the_city_without_an_administrator(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var accounts = city.Get<IAccounts>();
        var administrator = await city.CallerAsync("administrator");
        var own = administrator.AccountId;
        Assert.Equal("identity.account.own", (await accounts.SetPostsAsync(administrator, own,
            [new NewPost(IdentityCity.CityId, "data-manager")])).Error?.Code);
        Assert.Equal("identity.account.own", (await accounts.RemoveAsync(administrator, own)).Error?.Code);
        Assert.Equal("identity.account.last-administrator", (await accounts.RemoveAsync(city.Root, own)).Error?.Code);
        Assert.Equal("identity.account.last-administrator", (await accounts.SetActiveAsync(city.Root, own, false))
            .Error?.Code);
        Assert.Equal("identity.account.last-administrator", (await accounts.SetPostsAsync(city.Root, own, []))
            .Error?.Code);
        await city.OfficerAsync("second", Password, new NewPost(IdentityCity.CityId, "administrator"));
        Assert.True((await accounts.RemoveAsync(city.Root, own)).IsOk);
    }

    [Theory, EachDatabase]
    public async Task Whoever_administers_a_town_stays_within_it(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var accounts = city.Get<IAccounts>();
        await city.OfficerAsync("town.head", Password, new NewPost(IdentityCity.TownId, "administrator"));
        var head = (await city.Get<ISessions>().SignInAsync("town.head", Password, "test", null)).Value.Caller;
        var elsewhere = await city.OfficerAsync("elsewhere", Password, new NewPost(IdentityCity.OtherTownId, "reader"));
        var both = await city.OfficerAsync("both", Password, TownPost, new NewPost(IdentityCity.OtherTownId, "reader"));

        Assert.True((await accounts.CreateOfficerAsync(head, new NewOfficer("clerk", "王芳", [TownPost]))).IsOk);
        Assert.Equal("identity.forbidden", (await accounts.CreateOfficerAsync(head,
            new NewOfficer("x1", "王芳", [new(IdentityCity.CityId, "reader")]))).Error?.Code);
        Assert.Equal("identity.forbidden", (await accounts.CreateOfficerAsync(head,
            new NewOfficer("x2", "王芳", [new(IdentityCity.OtherTownId, "reader")]))).Error?.Code);
        Assert.Equal("identity.forbidden", (await accounts.CreateOfficerAsync(head, new NewOfficer("x3", "王芳", [])))
            .Error?.Code);
        Assert.Equal("identity.forbidden", (await accounts.SetPostsAsync(head, elsewhere.Id, [TownPost])).Error?.Code);
        Assert.Equal("identity.forbidden", (await accounts.ResetPasswordAsync(head, both.Id)).Error?.Code);
        Assert.Equal("identity.forbidden",
            (await accounts.RemoveAsync(head, (await city.CallerAsync("administrator")).AccountId)).Error?.Code);

        var seen = (await accounts.ListAsync(head, null, CallerKind.Officer, null, 200))
            .Value.Items.Select(a => a.UserName);
        Assert.Equal(["both", "clerk", "town-officer", "town.head", "window-officer"],
            seen.Order(StringComparer.Ordinal));
        Assert.Equal("identity.account.not-found", (await accounts.GetAsync(head, elsewhere.Id)).Error?.Code);
    }

    [Theory, EachDatabase]
    public async Task Lists_by_pages_and_by_the_beginning_of_names(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var auditor = await city.AsAsync("auditor");
        var names = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await auditor.GetFromJsonAsync<JsonElement>($"/api/identity/accounts?limit=2&cursor={cursor}");
            names.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(a => a.GetProperty("userName").GetString()!));
            cursor = page.GetProperty("next").GetString();
        }

        Assert.Equal(["administrator", "auditor", "citizen", "data-manager", "town-officer", "window-officer"],
            names.Order(StringComparer.Ordinal));
        Assert.Equal("citizen", await SearchAsync(auditor, "黄晓"));
        Assert.Equal("citizen", await SearchAsync(auditor, TownRegister.Citizen.Number));
        Assert.Equal("data-manager", await SearchAsync(auditor, "DATA"));
        Assert.Equal("", await SearchAsync(auditor, "%"));
        Assert.Equal("", await SearchAsync(auditor, "' OR 1=1 --"));
        Assert.Equal("", await SearchAsync(auditor, "%00"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await auditor.GetAsync("/api/identity/accounts?limit=201"))
            .StatusCode);
    }

    [Theory, EachDatabase]
    public async Task Refuses_names_that_are_taken_or_could_be_numbers(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        Task<string?> Try(string name) => CodeAsync(city, name);
        Assert.Equal("identity.account.user-name-taken", await Try("AUDITOR"));
        Assert.Equal("identity.account.user-name", await Try("13812345678"));
        Assert.Equal("identity.account.user-name", await Try("陈伟"));
        Assert.Equal("identity.account.user-name", await Try("a'; DROP TABLE x"));
        Assert.Equal("identity.account.user-name", await Try("x\0y"));
        var together = await Task.WhenAll(Try("same"), Try("same"), Try("same"));
        Assert.Equal([null, "identity.account.user-name-taken", "identity.account.user-name-taken"], together.Order());
    }

    [Theory, EachDatabase]
    public async Task Changing_the_password_ends_the_other_sessions_and_needs_the_old_one(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        await city.OfficerAsync("chen.wei", Password);
        using var mine = city.With(await city.SignInAsync("chen.wei", Password));
        using var other = city.With(await city.SignInAsync("chen.wei", Password));

        Assert.Equal("identity.password.wrong", await ChangeAsync(mine, "guess", "another-good-one"));
        Assert.Equal("identity.password.unchanged", await ChangeAsync(mine, Password, Password));
        Assert.Equal("identity.password.too-common", await ChangeAsync(mine, Password, "123456789012"));
        Assert.Null(await ChangeAsync(mine, Password, "another-good-one"));
        Assert.NotNull(await AccountIdAsync(mine));
        Assert.Null(await AccountIdAsync(other));
        await city.SignInAsync("chen.wei", "another-good-one");
        using var nobody = city.Nobody();
        var refused = await nobody.PostAsJsonAsync("/api/identity/password",
            new { oldPassword = Password, newPassword = "another-good-one" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Theory, EachDatabase]
    public async Task Every_change_is_in_the_log_with_who_did_it_and_never_a_password(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var administrator = await city.CallerAsync("administrator");
        var accounts = city.Get<IAccounts>();
        var account = (await accounts.CreateOfficerAsync(administrator, new NewOfficer("chen.wei", "陈伟", [TownPost])))
            .Value.Account;
        var path = "";
        Func<Task>[] steps =
        [
            () => accounts.SetPostsAsync(administrator, account.Id, []),
            () => accounts.SetActiveAsync(administrator, account.Id, false),
            () => accounts.SetActiveAsync(administrator, account.Id, true),
            async () => path = (await accounts.ResetPasswordAsync(administrator, account.Id)).Value,
            () => accounts.SetPasswordByLinkAsync(IdentityCity.TokenOf(path), Password),
            () => accounts.RemoveAsync(administrator, account.Id),
        ];
        foreach (var step in steps)
        {
            city.Time.Advance(TimeSpan.FromSeconds(1));
            await step();
        }

        var log = await city.Get<IAuditLog>().ReadAsync(new AuditQuery { Object = $"identity:account/{account.Id}" });
        Assert.Equal(
            ["account-created", "posts-given", "account-suspended", "account-restored", "password-reset",
                "password-set-by-link", "account-removed"],
            log.Items.Reverse().Select(r => r.Action["identity.".Length..]));
        Assert.DoesNotContain(log.Items, r => r.DetailJson?.Contains(Password) == true);
    }

    [Theory, EachDatabase]
    public async Task Those_who_keep_something_by_an_account_hear_of_its_end(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var account = await city.OfficerAsync("chen.wei", Password);
        await city.Get<IAccounts>().RemoveAsync(city.Root, account.Id);
        await using var session = await city.Get<IDatabase>().ReadAsync();
        var payload = await session.Connection.QuerySingleAsync<string>(
            "SELECT payload FROM platform_outbox WHERE name = 'identity.account-removed'",
            transaction: session.Transaction);
        Assert.Contains(account.Id, payload);
    }

    private static async Task<string?> CodeAsync(IdentityCity city, string userName) =>
        (await city.Get<IAccounts>().CreateOfficerAsync(city.Root, new NewOfficer(userName, "王芳", []))).Error?.Code;

    private static async Task<string?> SetAsync(IdentityCity city, string path, string password)
    {
        using var client = city.Nobody();
        using var answer = await client.PostAsJsonAsync("/api/identity/password",
            new { token = IdentityCity.TokenOf(path), newPassword = password });
        return await Problems.CodeAsync(answer);
    }

    private static async Task<string?> ChangeAsync(HttpClient client, string oldPassword, string newPassword)
    {
        using var answer = await client.PostAsJsonAsync("/api/identity/password", new { oldPassword, newPassword });
        return await Problems.CodeAsync(answer);
    }

    private static async Task<string> SearchAsync(HttpClient client, string search)
    {
        var text = search == "%00" ? search : Uri.EscapeDataString(search);
        var page = await client.GetFromJsonAsync<JsonElement>($"/api/identity/accounts?search={text}");
        return string.Join(",", page.GetProperty("items").EnumerateArray()
            .Select(a => a.GetProperty("userName").GetString()));
    }

    private static async Task<string?> AccountIdAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("/api/identity/me");
        return answer.IsSuccessStatusCode
            ? (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accountId").GetString()
            : null;
    }
}
