using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Dapper;
using Lingnan.Identity.Contracts;
using Lingnan.Platform.Audit;
using Lingnan.Platform.Storage;
using Lingnan.Testing;

namespace Lingnan.Identity.Tests;

public class SignUpTests
{
    private const string Password = "kapok-bridge-lamp";
    private const string Mobile = "13812345678";

    [Theory, EachDatabase]
    public async Task A_citizen_signs_up_and_in_by_number_and_by_mobile(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        using var client = city.Nobody();
        using var made = await client.PostAsJsonAsync("/api/identity/sign-up", Wish());
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var account = await made.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(1, account.GetProperty("level").GetInt32());
        Assert.Equal("p_2", account.GetProperty("personId").GetString());
        Assert.DoesNotContain(TownRegister.Neighbour.Number, account.ToString());

        foreach (var name in new[] { TownRegister.Neighbour.Number, Mobile, "+86 " + Mobile })
        {
            using var citizen = city.With(await city.SignInAsync(name, Password));
            var me = await citizen.GetFromJsonAsync<JsonElement>("/api/identity/me");
            Assert.Equal("citizen", me.GetProperty("kind").GetString());
            Assert.Equal("p_2", me.GetProperty("personId").GetString());
            Assert.Equal(0, me.GetProperty("grants").GetArrayLength());
        }
    }

    [Theory]
    [EachDatabase("name", "identity.sign-up.mismatch")]
    [EachDatabase("number", "identity.sign-up.mismatch")]
    [EachDatabase("check-digit", "kernel.resident-id.check-digit")]
    [EachDatabase("mobile", "kernel.mobile-number.prefix")]
    [EachDatabase("password", "identity.password.contains-name")]
    [EachDatabase("nul", "identity.account.name")]
    public async Task Refuses_what_does_not_match(Engine engine, string what, string code)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        var number = TownRegister.Neighbour.Number;
        var wish = what switch
        {
            "name" => Wish() with { Name = "黄晓明" },
            "number" => Wish() with { ResidentId = TownRegister.Citizen.Number },
            "check-digit" => Wish() with { ResidentId = number[..17] + (number[17] == '1' ? '2' : '1') },
            "mobile" => Wish() with { Mobile = "23812345678" },
            "password" => Wish() with { Password = "my-mobile-" + Mobile },
            _ => Wish() with { Name = "麦\0" },
        };
        Assert.Equal(code, await SignUpAsync(city, wish));
    }

    [Theory, EachDatabase]
    public async Task One_account_a_person_and_one_person_a_mobile(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        Assert.Equal("identity.sign-up.mobile-taken", await SignUpAsync(city, Wish() with { Mobile = "13900000001" }));
        var together = await Task.WhenAll(
            SignUpAsync(city, Wish()), SignUpAsync(city, Wish()),
            SignUpAsync(city, Wish() with { Mobile = "13812345679" }));
        Assert.Equal([null, "identity.sign-up.duplicate", "identity.sign-up.duplicate"], together.Order());
    }

    [Fact]
    public async Task Trying_names_against_a_number_is_slowed_down()
    {
        await using var city = await IdentityCity.StartAsync(Engine.Sqlite);
        for (var i = 0; i < 5; i++)
            Assert.Equal("identity.sign-up.mismatch", await SignUpAsync(city, Wish() with { Name = $"猜{i}" }));
        Assert.Equal("identity.sign-up.too-many", await SignUpAsync(city, Wish()));
        city.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null(await SignUpAsync(city, Wish()));
    }

    [Theory, EachDatabase]
    public async Task A_removed_citizen_may_sign_up_again(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        Assert.Null(await SignUpAsync(city, Wish()));
        var accounts = city.Get<IAccounts>();
        var first = (await accounts.ListAsync(city.Root, TownRegister.Neighbour.Number, null, null, 10))
            .Value.Items.Single();
        Assert.True((await accounts.RemoveAsync(city.Root, first.Id)).IsOk);
        Assert.Equal(HttpStatusCode.BadRequest, (await city.AskTokenAsync(Mobile, Password)).StatusCode);
        Assert.Null(await SignUpAsync(city, Wish()));
    }

    [Theory, EachDatabase]
    public async Task The_number_is_nowhere_in_the_tables(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        Assert.Null(await SignUpAsync(city, Wish()));
        await using var session = await city.Get<IDatabase>().ReadAsync();
        foreach (var table in new[] { "identity_accounts", "identity_sessions", "identity_settings" })
        {
            var rows = await session.Connection.QueryAsync($"SELECT * FROM {table}", transaction: session.Transaction);
            var text = string.Join("\n", rows.SelectMany(r => ((IDictionary<string, object?>)r).Values));
            Assert.DoesNotContain(TownRegister.Neighbour.Number, text);
            Assert.DoesNotContain(Mobile, text);
        }
    }

    [Theory, EachDatabase]
    public async Task An_officer_at_a_counter_raises_the_level_once_and_the_person_can_see_it(Engine engine)
    {
        await using var city = await IdentityCity.StartAsync(engine);
        Assert.Null(await SignUpAsync(city, Wish()));
        using var window = await city.AsAsync("window-officer");
        Assert.Equal("identity.account.search-required", await CodeAsync(window, "/api/identity/accounts/citizens"));
        var page = await window.GetFromJsonAsync<JsonElement>(
            $"/api/identity/accounts/citizens?search={TownRegister.Neighbour.Number}");
        var id = page.GetProperty("items")[0].GetProperty("id").GetString();

        Assert.Equal("identity.account.evidence", await ConfirmAsync(window, id, " "));
        Assert.Null(await ConfirmAsync(window, id, "本人到场，核对身份证原件"));
        Assert.Equal("identity.account.confirmed", await ConfirmAsync(window, id, "本人到场，核对身份证原件"));
        using var reader = await city.AsAsync("data-manager");
        Assert.NotNull(await ConfirmAsync(reader, id, "本人到场"));

        var account = (await city.Get<IAccounts>().GetAsync(city.Root, id!)).Value;
        Assert.Equal(2, account.Level);
        var log = await city.Get<IAuditLog>().ReadAsync(new AuditQuery { SubjectId = "p_2" });
        Assert.Contains(log.Items, r => r.Action == "identity.citizen-confirmed" && r.Purpose == "本人到场，核对身份证原件");
    }

    [Fact]
    public async Task Numbers_made_up_for_demonstrations_are_refused_in_production()
    {
        await using var city = await IdentityCity.StartEmptyAsync(Engine.Sqlite, null);
        Assert.Equal("identity.sign-up.mismatch", await SignUpAsync(city, Wish()));
    }

    private static CitizenSignUp Wish() =>
        new(TownRegister.Neighbour.Number, TownRegister.Neighbour.Name, Mobile, Password);

    private static async Task<string?> SignUpAsync(IdentityCity city, CitizenSignUp wish)
    {
        using var client = city.Nobody();
        using var answer = await client.PostAsJsonAsync("/api/identity/sign-up", wish);
        return await Problems.CodeAsync(answer);
    }

    private static async Task<string?> ConfirmAsync(HttpClient client, string? id, string evidence)
    {
        using var answer = await client.PostAsJsonAsync($"/api/identity/accounts/{id}/confirm", new { evidence });
        return await Problems.CodeAsync(answer);
    }

    private static async Task<string?> CodeAsync(HttpClient client, string address)
    {
        using var answer = await client.GetAsync(address);
        return await Problems.CodeAsync(answer);
    }
}
